//! Bytes that are read piece by piece and more than once: a file of any size takes the memory
//! of a piece.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base::{App, Problem};
use bytes::Bytes;
use futures::StreamExt;
use object_store::{GetResult, GetResultPayload};
use uuid::Uuid;

/// Bytes that lie outside of memory. A copy reads the same bytes.
#[derive(Debug, Clone)]
pub struct Source {
    file: Arc<File>,
    size_bytes: u64,
    /// Up to here the last reader has come.
    reached: Arc<AtomicU64>,
}

/// Reads a source from its beginning, wherever other readers are.
#[derive(Debug)]
pub struct SourceReader {
    source: Source,
    at: u64,
}

/// A source that is being written. Nothing of it stays when the program ends.
#[derive(Debug)]
pub struct Spool {
    file: File,
    size_bytes: u64,
}

impl Source {
    fn new(file: File, size_bytes: u64) -> Self {
        Self { file: Arc::new(file), size_bytes, reached: Arc::default() }
    }

    /// Everything that a reader gives.
    ///
    /// # Errors
    /// When it cannot be read, or the data folder cannot be written.
    pub fn copy(app: &App, mut from: impl Read) -> io::Result<Self> {
        let mut spool = Spool::begin(app)?;
        spool.size_bytes = io::copy(&mut from, &mut spool.file)?;
        Ok(spool.finish())
    }

    /// The bytes of a kept file.
    pub(super) async fn of(app: &App, found: GetResult) -> Result<Self, Problem> {
        let size_bytes = found.meta.size;
        match found.payload {
            GetResultPayload::File(file, _) => Ok(Self::new(file, size_bytes)),
            GetResultPayload::Stream(mut pieces) => {
                let mut spool = Spool::begin(app).map_err(Problem::internal)?;
                while let Some(piece) = pieces.next().await {
                    let piece = piece.map_err(Problem::internal)?;
                    spool.write(&piece).map_err(Problem::internal)?;
                }
                Ok(spool.finish())
            }
        }
    }

    /// How long it is, in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// How many bytes whoever reads it has read.
    #[must_use]
    pub fn reached_bytes(&self) -> u64 {
        self.reached.load(Ordering::Relaxed)
    }

    /// Reads it from its beginning.
    #[must_use]
    pub fn reader(&self) -> SourceReader {
        SourceReader { source: self.clone(), at: 0 }
    }
}

impl Read for SourceReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.source.file.read_at(into, self.at)?;
        self.at += count as u64;
        self.source.reached.store(self.at, Ordering::Relaxed);
        Ok(count)
    }
}

impl SourceReader {
    /// The next piece, or nothing at the end.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn piece(&mut self) -> io::Result<Option<Bytes>> {
        let mut piece = vec![0; 64 << 10];
        let count = self.read(&mut piece)?;
        piece.truncate(count);
        Ok((count > 0).then(|| piece.into()))
    }
}

impl Spool {
    /// Begins one in the data folder. Its name goes at once, so that nothing is left behind.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn begin(app: &App) -> io::Result<Self> {
        let path = app.config().data_dir.join(format!("spool-{}", Uuid::now_v7().simple()));
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create_new(true).mode(0o600).open(&path)?;
        fs::remove_file(&path)?;
        Ok(Self { file, size_bytes: 0 })
    }

    /// How much has arrived.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.size_bytes += piece.len() as u64;
        self.file.write_all(piece)
    }

    /// What was written, to be read.
    #[must_use]
    pub fn finish(self) -> Source {
        Source::new(self.file, self.size_bytes)
    }
}
