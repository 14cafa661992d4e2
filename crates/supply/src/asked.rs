//! What lists are asked in their address.

pub(crate) use base::list::filter;
