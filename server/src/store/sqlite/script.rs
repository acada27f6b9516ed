//! Several statements that go to SQLite's thread together: the way there and back costs more than most statements do.

use crate::store::Result;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Encode, Sqlite, SqliteConnection, Type};

/// The most statements in one errand: SQLite copies all the text that is left for each of them.
const MOST: usize = 32;
/// Up to how many statements an errand is one of the usual ones, which are worth keeping compiled.
const USUAL: usize = 8;

/// Statements in their order, with the values for their question marks.
#[derive(Default)]
pub(super) struct Script {
    sql: String,
    values: SqliteArguments<'static>,
    statements: usize,
}

impl Script {
    /// Adds a statement; its values follow by [`Script::bind`].
    pub(super) fn then(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self.sql.push(';');
        self.statements += 1;
        self
    }

    /// Adds the value of the next question mark.
    ///
    /// # Errors
    /// If it cannot be written as one.
    pub(super) fn bind<T>(&mut self, value: T) -> Result<&mut Self>
    where
        T: Encode<'static, Sqlite> + Type<Sqlite> + 'static,
    {
        self.values.add(value).map_err(sqlx::Error::Encode)?;
        Ok(self)
    }

    /// Whether it is long enough to be run before more is added.
    pub(super) const fn is_full(&self) -> bool {
        self.statements >= MOST
    }

    /// Runs the statements, and is empty again. Gives the rows of all of them.
    ///
    /// # Errors
    /// If the store fails; statements behind the one that has failed have not been run.
    pub(super) async fn run(&mut self, connection: &mut SqliteConnection) -> Result<Vec<SqliteRow>> {
        let Self { sql, values, statements } = std::mem::take(self);
        if statements == 0 {
            return Ok(Vec::new());
        }
        Ok(sqlx::query_with(&sql, values).persistent(statements <= USUAL).fetch_all(connection).await?)
    }
}
