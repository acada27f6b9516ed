//! The funnel and the key figures of an advisor or of the team, in some days and in as many before. The shape of `/api/funnel`.

use crate::access::month;
use crate::app::App;
use crate::auth::session::Principal;
use crate::customers::{around, views};
use crate::error::ApiError;
use crate::role::Role;
use domain::funnel::{Report, Span};
use domain::instant::Instant;
use domain::month::Scope;
use domain::store::Store;
use std::sync::Arc;

mod sheet;

/// A funnel that was asked for, and that the asker may see.
#[derive(Clone, Debug)]
pub struct Asked {
    store: i64,
    settings: Arc<Store>,
    span: Span,
    scope: Scope,
    now: Instant,
}

impl Asked {
    /// Decides whether the asker may see it, before anything is looked up: an advisor the own one, a manager that of the team and
    /// those of the store's people. Who names nobody asks for the widest of these.
    ///
    /// # Errors
    /// If not, or if there are no such days.
    pub fn by(app: &App, principal: &Principal, from: &str, to: &str, advisor: Option<&str>) -> Result<Self, ApiError> {
        let scope = match (advisor, principal.role) {
            (Some(named), _) => Scope::parse(named).ok_or_else(ApiError::not_found)?,
            (None, Role::Advisor) => Scope::Advisor(principal.staff),
            (None, Role::Manager | Role::Finance | Role::Reception | Role::Admin) => Scope::Team,
        };
        let settings = app.settings.of(principal.store);
        if !month(principal, &settings, scope) {
            return Err(ApiError::not_found());
        }
        let span = Span::parse(from, to).ok_or_else(|| ApiError::invalid("these are no days, or too many"))?;
        Ok(Self { store: principal.store, settings, span, scope, now: app.clock.now() })
    }

    /// The report, as the facts give it now.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn report(&self, app: &App) -> anyhow::Result<Report> {
        let advisor = match self.scope {
            Scope::Advisor(it) => Some(it),
            Scope::Team => None,
        };
        let docs = app.directory.books_and_desks(self.store, advisor);
        let rows = around(app, &docs).await?;
        let (from, _) = self.span.before().moments(&self.settings);
        let (_, until) = self.span.moments(&self.settings);
        let register = app.store.arrivals(self.store, from, until).await?;
        let (app, it) = (app.clone(), self.clone());
        // Thousands of facts are read and folded: not on the threads that answer.
        let report = tokio::task::spawn_blocking(move || {
            let views = views(&app, &it.settings, &rows);
            Report::of(&it.settings, it.span, it.scope, &views, it.now, Some(&register))
        });
        Ok(report.await?)
    }
}
