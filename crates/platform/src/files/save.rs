//! Keeping bytes and getting them back.

use base::{App, Problem, Tenant, Timestamp, Tx};
use bytes::Bytes;
use object_store::path::Path;
use object_store::{GetResult, ObjectStoreExt, WriteMultipart};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::source::Source;
use super::store;

/// A file that is kept.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct File {
    /// Its id.
    pub id: Uuid,
    /// Its name, as it was uploaded.
    pub name: String,
    /// What it holds, as a media type.
    pub content_type: String,
    /// How long it is, in bytes.
    pub size_bytes: i64,
    /// BLAKE3 over its bytes.
    #[serde(skip)]
    pub hash: Vec<u8>,
    /// When it was kept.
    pub created_at: Timestamp,
}

fn place(tenant: Uuid, id: Uuid) -> Path {
    Path::from(format!("{}/{}", tenant.simple(), id.simple()))
}

/// Keeps bytes as a file and returns its id.
///
/// # Errors
/// When the store or the database is away.
pub async fn save(
    tx: &mut Tx,
    name: &str,
    content_type: &str,
    bytes: impl Into<Bytes>,
) -> Result<Uuid, Problem> {
    let mut upload = Upload::begin(tx.app(), tx.tenant()).await?;
    upload.write(&bytes.into()).await?;
    upload.finish(tx, name, content_type).await
}

/// Keeps what a source holds as a file and returns its id.
///
/// # Errors
/// When the store or the database is away.
pub async fn save_source(
    tx: &mut Tx,
    name: &str,
    content_type: &str,
    source: &Source,
) -> Result<Uuid, Problem> {
    let mut upload = Upload::begin(tx.app(), tx.tenant()).await?;
    let mut reader = source.reader();
    while let Some(piece) = reader.piece().map_err(Problem::internal)? {
        upload.write(&piece).await?;
    }
    upload.finish(tx, name, content_type).await
}

/// A file that arrives piece by piece; takes the memory of a piece.
pub struct Upload {
    id: Uuid,
    writer: WriteMultipart,
    hash: blake3::Hasher,
    size_bytes: i64,
}

impl Upload {
    /// Begins one, outside of any transaction.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn begin(app: &App, tenant: &Tenant) -> Result<Self, Problem> {
        let id = Uuid::now_v7();
        let upload = app.files().put_multipart(&place(tenant.id.uuid(), id)).await;
        let writer = WriteMultipart::new(upload.map_err(Problem::internal)?);
        Ok(Self { id, writer, hash: blake3::Hasher::new(), size_bytes: 0 })
    }

    /// How much has arrived.
    #[must_use]
    pub fn size_bytes(&self) -> i64 {
        self.size_bytes
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), Problem> {
        self.writer.wait_for_capacity(2).await.map_err(Problem::internal)?;
        self.writer.write(piece);
        self.hash.update(piece);
        self.size_bytes = self.size_bytes.saturating_add_unsigned(piece.len() as u64);
        Ok(())
    }

    /// Throws away what has arrived.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn abort(self) -> Result<(), Problem> {
        self.writer.abort().await.map_err(Problem::internal)
    }

    /// Ends it and writes its row; its id.
    ///
    /// # Errors
    /// When the store or the database is away.
    pub async fn finish(
        self,
        tx: &mut Tx,
        name: &str,
        content_type: &str,
    ) -> Result<Uuid, Problem> {
        self.writer.finish().await.map_err(Problem::internal)?;
        let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
        let file = File {
            id: self.id,
            name: if name.trim().is_empty() { "file".to_owned() } else { name },
            content_type: content_type.to_owned(),
            size_bytes: self.size_bytes,
            hash: self.hash.finalize().as_bytes().to_vec(),
            created_at: tx.now(),
        };
        store::insert(tx, &file).await?;
        Ok(self.id)
    }
}

/// What is known of a file.
///
/// # Errors
/// 404 when the company has none with this id.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<File, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The bytes of a file.
///
/// # Errors
/// 404 when the company has none with this id.
pub async fn read(tx: &mut Tx, id: Uuid) -> Result<Source, Problem> {
    find(tx, id).await?;
    let found = open(tx.app(), tx.tenant_id(), id).await?;
    Source::of(tx.app(), found).await
}

/// The bytes of a file, to be read piece by piece.
pub(crate) async fn open(app: &App, tenant: Uuid, id: Uuid) -> Result<GetResult, Problem> {
    match app.files().get(&place(tenant, id)).await {
        Ok(found) => Ok(found),
        Err(object_store::Error::NotFound { .. }) => Err(Problem::not_found()),
        Err(error) => Err(Problem::internal(error)),
    }
}

/// Forgets files: their rows now, their bytes after the commit.
///
/// # Errors
/// When the database is away.
pub async fn delete(tx: &mut Tx, ids: &[Uuid]) -> Result<(), Problem> {
    if ids.is_empty() {
        return Ok(());
    }
    store::delete(tx, ids).await?;
    let tenant = tx.tenant_id();
    let places: Vec<Path> = ids.iter().map(|id| place(tenant, *id)).collect();
    tx.after_commit(move |app| {
        let files = app.files().clone();
        // Bytes that stay behind are no harm: nothing leads to them.
        tokio::spawn(async move {
            for place in places {
                if let Err(error) = files.delete(&place).await {
                    tracing::warn!(%place, %error, "a file that nothing names stays behind");
                }
            }
        });
    });
    Ok(())
}
