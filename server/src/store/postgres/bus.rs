//! The bus of servers on one database: PostgreSQL's NOTIFY tells, its LISTEN hears.

use super::{PATIENCE, Postgres};
use crate::auth::secret;
use crate::bus::{Bus, Ear, Heard, Notice, WAITING};
use crate::store::Result;
use async_trait::async_trait;
use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::task::AbortHandle;
use tokio::time::sleep;

/// The channel on which all servers of a database tell and hear.
const CHANNEL: &str = "genjin";
/// How long it is waited until a lost connection is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// One server's place on the bus. A word is the server's name and the notice.
pub(super) struct Notifications {
    name: String,
    pool: PgPool,
    voice: broadcast::Sender<Heard>,
    hearing: AbortHandle,
}

impl Notifications {
    /// Hears from now on.
    pub(super) async fn open(store: &Postgres) -> Result<Self> {
        let name = hex::encode(secret::random::<8>());
        let voice = broadcast::Sender::new(WAITING);
        // A connection of its own, for as long as it holds.
        let one = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let one = one.acquire_timeout(PATIENCE).connect_lazy_with((*store.address.0).clone());
        let listener = listen(&one).await?;
        let hearing = tokio::spawn(hear(one, listener, name.clone(), voice.clone())).abort_handle();
        Ok(Self { name, pool: store.pool.clone(), voice, hearing })
    }
}

impl Drop for Notifications {
    fn drop(&mut self) {
        self.hearing.abort();
    }
}

#[async_trait]
impl Bus for Notifications {
    async fn tell(&self, notices: &[Notice]) {
        if notices.is_empty() {
            return;
        }
        let words: Vec<String> = notices.iter().map(|it| format!("{} {}", self.name, it.text())).collect();
        let sql = "SELECT pg_notify($1, it) FROM UNNEST($2::text[]) AS it";
        if let Err(error) = sqlx::query(sql).bind(CHANNEL).bind(words).execute(&self.pool).await {
            tracing::warn!(%error, "other servers are not told and find out later");
        }
    }

    fn hear(&self) -> Ear {
        Ear::of(self.voice.subscribe())
    }
}

async fn listen(pool: &PgPool) -> sqlx::Result<PgListener> {
    let mut listener = PgListener::connect_with(pool).await?;
    // By itself it would come back without a word when the connection was away for longer.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Hears for ever. Whoever listens is told when something may have been missed: while there was no connection, or in words of a newer server.
async fn hear(pool: PgPool, mut listener: PgListener, own: String, voice: broadcast::Sender<Heard>) {
    loop {
        match listener.try_recv().await {
            Ok(Some(word)) => {
                if let Some(heard) = heard(word.payload(), &own) {
                    // Nobody listening is fine.
                    let _ = voice.send(heard);
                }
                continue;
            }
            Ok(None) => tracing::info!("the connection on which other servers are heard was lost"),
            Err(error) => tracing::warn!(%error, "other servers are not heard"),
        }
        drop(listener);
        listener = loop {
            match listen(&pool).await {
                Ok(listener) => break listener,
                Err(error) => tracing::warn!(%error, "other servers are still not heard"),
            }
            sleep(AGAIN).await;
        };
        let _ = voice.send(Heard::Lost);
    }
}

/// What a word says; none if it is one's own.
fn heard(word: &str, own: &str) -> Option<Heard> {
    let (name, text) = word.split_once(' ').unwrap_or(("", word));
    (name != own).then(|| Notice::parse(text).map_or(Heard::Lost, Heard::Told))
}
