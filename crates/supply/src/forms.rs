//! What the pages of this storey share.

pub(crate) use base::forms::{error, mistakes, texts, version};
