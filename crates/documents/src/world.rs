//! The closed world in which the template is set: our fonts, one template, the document's own
//! files. There is no disk, no network, no package and no clock in it.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The files of a document, by the name under which the template reads them.
pub(crate) type Files = Vec<(String, Bytes)>;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

static TEMPLATE: LazyLock<Source> = LazyLock::new(|| {
    // The path is a constant, so it is valid; the fallback only avoids a panic path.
    let path = VirtualPath::new("/document.typ").map(|p| RootedPath::new(VirtualRoot::Project, p));
    let text = include_str!("document.typ").to_owned();
    match path {
        Ok(path) => Source::new(path.intern(), text),
        Err(_) => Source::detached(text),
    }
});

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 6] = [
        include_bytes!(concat!(env!("OUT_DIR"), "/latin-400.ttf")),
        include_bytes!(concat!(env!("OUT_DIR"), "/latin-700.ttf")),
        include_bytes!(concat!(env!("OUT_DIR"), "/arabic-400.ttf")),
        include_bytes!(concat!(env!("OUT_DIR"), "/arabic-700.ttf")),
        include_bytes!(concat!(env!("OUT_DIR"), "/bengali-400.ttf")),
        include_bytes!(concat!(env!("OUT_DIR"), "/bengali-700.ttf")),
    ];
    files.into_iter().filter_map(|bytes| Font::new(Bytes::new(bytes), 0)).collect()
});

static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// What the template can see of one document.
pub(crate) struct DocumentWorld {
    files: Files,
}

impl DocumentWorld {
    pub(crate) fn new(files: Files) -> Self {
        Self { files }
    }
}

impl World for DocumentWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        TEMPLATE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() {
            return Ok(TEMPLATE.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_without_slash();
        let found = self.files.iter().find(|(file, _)| file == name);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
