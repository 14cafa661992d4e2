//! One program per data folder.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

use crate::error::{At, StartError};

const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// An exclusive lock on a file. It ends with the program, however the program ends. The file's
/// handle is closed in children, so a server that outlives us does not keep it.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock and writes our process number into the file; `None` if somebody has it.
    pub(crate) fn try_take(path: &Path) -> Result<Option<Self>, StartError> {
        let mut file = open(path)?;
        // A child that was forked but has not yet become its program still shares the handle of
        // a lock that was just let go, so a lock that looks taken is looked at again.
        let mut looks = 0;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if looks < LOOKS => {
                    looks += 1;
                    std::thread::sleep(BETWEEN_LOOKS);
                }
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error).at("lock", path),
            }
        }
        file.set_len(0).at("write", path)?;
        file.rewind().at("write", path)?;
        writeln!(file, "{}", std::process::id()).at("write", path)?;
        Ok(Some(Self { _file: file }))
    }

    /// Waits until the lock is free and takes it.
    pub(crate) fn wait(path: &Path) -> Result<Self, StartError> {
        let file = open(path)?;
        file.lock().at("lock", path)?;
        Ok(Self { _file: file })
    }

    /// The process number that the holder wrote.
    pub(crate) fn holder(path: &Path) -> Option<String> {
        let mut text = String::new();
        File::open(path).ok()?.read_to_string(&mut text).ok()?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

fn open(path: &Path) -> Result<File, StartError> {
    File::options().read(true).write(true).create(true).truncate(false).open(path).at("open", path)
}
