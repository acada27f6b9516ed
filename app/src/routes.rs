//! The one table of addresses, and typed links to them.

use crate::clock::Clock;
use crate::pages::not_found::NotFoundPage;
use crate::pages::today::TodayPage;
use crate::pieces::{self, Page};
use crate::shell::{Shell, Start};
use crate::state::calls::Calls;
use crate::state::customers::Today;
use crate::state::engine::Engine;
use crate::state::phones::Phones;
use crate::state::selection::Selection;
use crate::state::session::Session;
use crate::state::settings::Settings;
use crate::state::sheets::Sheets;
use crate::state::update::AppUpdate;
use crate::state::views::Views;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

/// The app.
#[component]
pub fn App() -> impl IntoView {
    let settings = Settings::load();
    let clock = Clock::start();
    let session = Session::start();
    let engine = Engine::new(clock, session);
    provide_context(settings);
    provide_context(clock);
    provide_context(session);
    provide_context(engine);
    provide_context(Today::new(engine, clock));
    let (sheets, update) = (Sheets::none(), AppUpdate::listen());
    provide_context(sheets);
    provide_context(Phones::start());
    provide_context(Selection::none());
    provide_context(Toasts::none());
    provide_context(Views::start(session));
    provide_context(update);
    provide_context(Calls::listen(clock, sheets, update));
    engine.open();
    pieces::check(session);
    let page = |it: Page| it;
    // Another language draws everything anew: the words themselves are plain text.
    let table = move || {
        settings.lang();
        view! {
            <Routes fallback=NotFoundPage>
                <Route path=path!("/sign-in") view=page(pieces::sign_in) />
                <Route path=path!("/setup") view=page(pieces::setup) />
                <ParentRoute path=path!("") view=Shell>
                    <Route path=path!("/") view=page(|| view! { <Start /> }.into_any()) />
                    <Route path=path!("/today") view=page(|| view! { <TodayPage /> }.into_any()) />
                    <Route path=path!("/calendar") view=page(pieces::calendar) />
                    <Route path=path!("/customers") view=page(pieces::customers) />
                    <Route path=path!("/customers/board") view=page(pieces::board) />
                    <Route path=path!("/customers/new") view=page(pieces::new_customer) />
                    <Route path=path!("/customers/:id") view=page(pieces::customer) />
                    <Route path=path!("/import") view=page(pieces::import) />
                    <Route path=path!("/team") view=page(pieces::team) />
                    <Route path=path!("/team/:advisor") view=page(pieces::advisor) />
                    <Route path=path!("/locks") view=page(pieces::locks) />
                    <Route path=path!("/pool") view=page(pieces::pool) />
                    <Route path=path!("/audit") view=page(pieces::audit) />
                    <Route path=path!("/call-backs") view=page(pieces::call_backs) />
                    <Route path=path!("/deliveries") view=page(pieces::deliveries) />
                    <Route path=path!("/slips/:customer/:order") view=page(pieces::slip) />
                    <Route path=path!("/reception") view=page(pieces::reception) />
                    <Route path=path!("/staff") view=page(pieces::staff) />
                    <Route path=path!("/store") view=page(pieces::store) />
                    <Route path=path!("/month") view=page(pieces::month) />
                    <Route path=path!("/funnel") view=page(pieces::funnel) />
                    <Route path=path!("/daily") view=page(pieces::daily) />
                    <Route path=path!("/settings") view=page(pieces::settings) />
                    <Route path=path!("/*any") view=page(|| view! { <NotFoundPage /> }.into_any()) />
                </ParentRoute>
            </Routes>
        }
    };
    view! { <Router>{table}</Router> }
}

/// Links.
pub mod href {
    use domain::id::{CustomerId, FactId};
    use domain::instant::Day;
    use domain::month::{Month, Scope};

    /// Where everybody starts.
    pub const fn start() -> &'static str {
        "/"
    }

    /// Signing in.
    pub const fn sign_in() -> &'static str {
        "/sign-in"
    }

    /// The day.
    pub const fn today() -> &'static str {
        "/today"
    }

    /// The coming weeks.
    pub const fn calendar() -> &'static str {
        "/calendar"
    }

    /// A day of the coming weeks.
    pub fn calendar_on(day: Day) -> String {
        with(calendar(), &[("day", &day.to_string())])
    }

    /// The register of arrivals.
    pub const fn reception() -> &'static str {
        "/reception"
    }

    /// The people of the store, and their devices.
    pub const fn staff() -> &'static str {
        "/staff"
    }

    /// The settings of the store.
    pub const fn store() -> &'static str {
        "/store"
    }

    /// The customers.
    pub const fn customers() -> &'static str {
        "/customers"
    }

    /// The customers in a column for each level.
    pub const fn board() -> &'static str {
        "/customers/board"
    }

    /// A new card.
    pub const fn new_customer() -> &'static str {
        "/customers/new"
    }

    /// A card.
    pub fn customer(id: CustomerId) -> String {
        format!("/customers/{id}")
    }

    /// The import of customers.
    pub const fn import() -> &'static str {
        "/import"
    }

    /// The team.
    pub const fn team() -> &'static str {
        "/team"
    }

    /// What waits for the manager.
    pub const fn waiting() -> &'static str {
        "/locks"
    }

    /// A part of what waits for the manager, of one advisor or of all; empty for the locks, and for all.
    pub fn locks(show: &str, advisor: &str) -> String {
        with(waiting(), &[("show", show), ("advisor", advisor)])
    }

    /// An advisor's customers.
    pub fn advisor(id: &str) -> String {
        format!("/team/{id}")
    }

    /// Customers whom nobody owns.
    pub const fn pool() -> &'static str {
        "/pool"
    }

    /// Who saw and did what.
    pub const fn audit() -> &'static str {
        "/audit"
    }

    /// What one person did, or of one kind.
    pub fn record(staff: &str, what: &str) -> String {
        with(audit(), &[("staff", staff), ("what", what)])
    }

    /// An address with what is asked of it; empty values are left out.
    fn with(path: &str, asked: &[(&str, &str)]) -> String {
        let said: Vec<String> =
            asked.iter().filter(|it| !it.1.is_empty()).map(|(key, value)| format!("{key}={value}")).collect();
        if said.is_empty() { path.to_owned() } else { format!("{path}?{}", said.join("&")) }
    }

    /// The call-backs that the manager makes.
    pub const fn call_backs() -> &'static str {
        "/call-backs"
    }

    /// The deliveries that wait for finance.
    pub const fn deliveries() -> &'static str {
        "/deliveries"
    }

    /// The pick-up slip of an order.
    pub fn slip(customer: CustomerId, order: FactId) -> String {
        format!("/slips/{customer}/{order}")
    }

    /// The present month's table.
    pub const fn month() -> &'static str {
        "/month"
    }

    /// A month's table of somebody.
    pub fn month_of(month: Month, scope: Scope) -> String {
        match scope {
            Scope::Team => format!("/month?month={month}"),
            Scope::Advisor(it) => format!("/month?month={month}&advisor={it}"),
        }
    }

    /// The funnel and the key figures.
    pub const fn funnel() -> &'static str {
        "/funnel"
    }

    /// Somebody's funnel of a period; empty for the usual one.
    pub fn funnel_of(period: &str, scope: Scope) -> String {
        match scope {
            Scope::Team => with(funnel(), &[("period", period)]),
            Scope::Advisor(it) => with(funnel(), &[("period", period), ("advisor", &it.to_string())]),
        }
    }

    /// The day's report.
    pub const fn daily() -> &'static str {
        "/daily"
    }

    /// The report of a day.
    pub fn daily_of(day: Day) -> String {
        with(daily(), &[("day", &day.to_string())])
    }

    /// Settings.
    pub const fn settings() -> &'static str {
        "/settings"
    }
}
