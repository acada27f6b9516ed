//! Commands beside the server: accounts, backups, checks.

use crate::app::{App, Core};
use crate::auth::password::Passwords;
use crate::auth::secret;
use crate::backup;
use crate::bus::Notice;
use crate::cli::{Command, User};
use crate::clock::Clock;
use crate::config::Web;
use crate::data::Data;
use crate::events::Ended;
use crate::people::{NewStaff, check_password, enrol, found};
use crate::projector;
use crate::role::Role;
use crate::site::Site;
use anyhow::{Context, bail};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};

/// How a database is copied.
const DUMP: &str = "a database is copied by PostgreSQL's own pg_dump --format=custom, while servers run; \
    `genjin verify` checks it";
/// How a copy of a database is put back.
const RESTORE: &str = "a database is put back by PostgreSQL's own pg_restore; then `genjin restore` without a file lets the devices \
    bring back what the copy lacks";

/// Does it.
///
/// # Errors
/// If it cannot be done.
pub async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(options) => crate::serve::run(options).await,
        Command::User(user) => accounts(user).await,
        Command::Backup { data, out } => {
            let Data::Folder(folder) = Data::of(&data)? else { bail!(DUMP) };
            backup::backup(&folder, &out).await?;
            say(&format!("wrote {}", out.display()))
        }
        Command::Restore { data, file } => {
            match (Data::of(&data)?, file) {
                (Data::Folder(folder), Some(file)) => {
                    if let Some(former) = backup::restore(&folder, &file).await? {
                        say(&format!("set the former database aside as {}", former.display()))?;
                    }
                }
                (Data::Folder(_), None) => bail!("give the file of the backup"),
                (Data::Database(_), Some(_)) => bail!(RESTORE),
                (data @ Data::Database(_), None) => backup::renew(data.alone().await?.store).await?,
            }
            say(
                "restored. Accounts, policy, rulings, decisions and the audit since the backup are lost; devices bring back their books.",
            )
        }
        Command::Verify(data) => {
            let opened = Data::of(&data)?.existing().await?;
            let faults = backup::faults(opened.store.clone()).await?;
            if !faults.is_empty() {
                bail!("not whole: {}", faults.join("; "));
            }
            say("whole")
        }
        Command::Rebuild(data) => {
            let opened = Data::of(&data)?.alone().await?;
            let core = Core::open_among(opened.store.clone(), Clock::real(), opened.bus.clone()).await?;
            let facts = backup::rebuild(&core).await?;
            let nowhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
            let app = App::new(core, Web::listening(nowhere, false, Site::Embedded), Passwords::recommended());
            projector::catch_up(&app).await?;
            opened.store.close().await;
            say(&format!("rebuilt from {facts} facts"))
        }
    }
}

async fn accounts(user: User) -> anyhow::Result<()> {
    let passwords = Passwords::recommended();
    match user {
        User::Add { data, login, name, role, store, password_stdin } => {
            let role = Role::parse(&role).context("a role is advisor, manager, finance, reception or admin")?;
            let opened = Data::of(&data)?.beside().await?;
            let core = Core::open_among(opened.store.clone(), Clock::real(), opened.bus.clone()).await?;
            let (password, is_made) = password(password_stdin)?;
            let mut new = NewStaff { login, name, role, store: 0, password: password.clone() };
            new.check()?;
            if core.store.staff_by_login(&new.login).await?.is_some() {
                bail!("the login `{}` is taken", new.login);
            }
            new.store = find_store(&core, store).await?;
            let login = new.login.clone();
            enrol(&core, &passwords, new).await?;
            opened.store.close().await;
            say(&format!("made {login}"))?;
            if is_made { say(&format!("password: {password}")) } else { Ok(()) }
        }
        User::List(data) => {
            let opened = Data::of(&data)?.existing().await?;
            let core = Core::open_among(opened.store.clone(), Clock::real(), opened.bus.clone()).await?;
            let stores = core.store.stores().await?;
            for person in core.store.staff(None).await? {
                let store = stores.iter().find(|it| it.0 == person.store).map_or("", |it| it.1.as_str());
                let state = if person.disabled { "disabled" } else { "" };
                let line = format!("{:<16} {:<10} {store}  {} {state}", person.login, person.role.code(), person.name);
                say(line.trim_end())?;
            }
            opened.store.close().await;
            Ok(())
        }
        User::Password { data, login, password_stdin } => {
            let opened = Data::of(&data)?.existing().await?;
            let core = Core::open_among(opened.store.clone(), Clock::real(), opened.bus.clone()).await?;
            let person =
                core.store.staff_by_login(&login).await?.with_context(|| format!("nobody has the login `{login}`"))?;
            let (password, is_made) = password(password_stdin)?;
            check_password(&password)?;
            core.store.set_password(person.id, &passwords.hash(&password).await?).await?;
            core.store.clear_attempts(secret::hash(&login)).await?;
            core.bus.tell(&[Notice::Ended(Ended::Staff(person.id))]).await;
            opened.store.close().await;
            say(&format!("changed the password of {login}; all sessions have ended"))?;
            if is_made { say(&format!("password: {password}")) } else { Ok(()) }
        }
    }
}

/// The store of a name, the only one, or a new one.
async fn find_store(core: &Core, name: Option<String>) -> anyhow::Result<i64> {
    let stores = core.store.stores().await?;
    match (name, stores.as_slice()) {
        (Some(name), all) => match all.iter().find(|it| it.1 == name) {
            Some(known) => Ok(known.0),
            None => found(core, &name).await,
        },
        (None, [only]) => Ok(only.0),
        (None, []) => bail!("there is no store yet: give --store NAME to make one"),
        (None, _) => bail!("there are several stores: give --store NAME"),
    }
}

/// The password, and whether it was made here.
fn password(from_input: bool) -> anyhow::Result<(String, bool)> {
    if !from_input {
        return Ok((secret::password(), true));
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok((line.trim_end_matches(['\r', '\n']).to_owned(), false))
}

fn say(line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
