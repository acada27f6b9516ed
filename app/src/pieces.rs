//! Where the app is cut: what the first paint of an advisor's day does not need comes in pieces of their own.
//!
//! A function with `#[wasm_split]` and all that only it and its like reach make a piece; what several pieces share makes further
//! ones, which come along. The bundler does the cutting. Such a function only hands over what its piece holds: it runs wherever
//! somebody waits for it, a page is drawn where it stands.
//!
//! **Invariant:** what a piece holds is called through the functions here only, else it stays in the first piece.

mod arriving;

use crate::i18n::Catalogue;
use crate::parts::sheets::AnySheet;
use crate::state::engine::Engine;
use crate::state::late::after_paint;
use crate::state::phones::Phones;
use crate::state::session::{Role, Session};
use crate::state::sheets::{Open, use_sheets};
use arriving::arriving;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::wasm_split;

pub use wasm_split_helpers::SplitLoaderError as Lost;

/// A page; of one type for all, so that the router is compiled once and not for each.
pub type Page = fn() -> AnyView;

/// For each page of a piece a function that draws it once the piece is there.
macro_rules! pages {
    ($piece:ident: $($name:ident = $($page:ident)::+,)+) => {
        $(
            /// The page, once its piece is there.
            pub fn $name() -> AnyView {
                #[wasm_split($piece, fallible)]
                fn $name() -> Result<Page, Lost> {
                    Ok(|| view! { <crate::pages::$($page)::+ /> }.into_any())
                }
                arriving(|| Box::pin($name()), |page| page())
            }
        )+
    };
}

// The way in, and all talk with the engine and the server.
pages! { talk:
    no_screens = no_screens::NoScreensPage,
    setup = setup::SetupPage,
    sign_in = sign_in::SignInPage,
}

// An advisor's work, and the sheets.
pages! { book:
    board = customers::board::BoardPage,
    calendar = calendar::CalendarPage,
    customer = customer::CustomerPage,
    customers = customers::CustomersPage,
    new_customer = new_customer::NewCustomerPage,
    settings = settings::SettingsPage,
}

// The manager's, and the figures.
pages! { team:
    advisor = team::advisor::AdvisorPage,
    call_backs = call_backs::CallBacksPage,
    daily = daily::DailyPage,
    funnel = funnel::FunnelPage,
    locks = locks::LocksPage,
    month = month::MonthPage,
    pool = pool::PoolPage,
    team = team::TeamPage,
}

// Finance's, the reception's, the administrator's, and what is rare.
pages! { house:
    audit = audit::AuditPage,
    deliveries = deliveries::DeliveriesPage,
    import = import::ImportPage,
    reception = reception::ReceptionPage,
    slip = slip::SlipPage,
    staff = staff::StaffPage,
    store = store::StorePage,
}

#[wasm_split(book, fallible)]
fn sheet() -> Result<fn(Open) -> AnyView, Lost> {
    Ok(|open| view! { <AnySheet open=open /> }.into_any())
}

#[wasm_split(talk, fallible)]
fn begin() -> Result<fn(Engine, domain::port::Session), Lost> {
    Ok(Engine::begin)
}

#[wasm_split(talk, fallible)]
fn ask_session() -> Result<fn(Session), Lost> {
    Ok(Session::check)
}

#[wasm_split(talk, fallible)]
fn ask_phones() -> Result<fn(Phones), Lost> {
    Ok(Phones::refresh)
}

#[wasm_split(team, fallible)]
fn team_is_there() -> Result<bool, Lost> {
    Ok(true)
}

#[wasm_split(english, fallible)]
fn english() -> Result<&'static Catalogue, Lost> {
    Ok(&crate::i18n::EN)
}

/// The sheet that is open, once its piece is there.
#[component]
pub fn OpenSheet() -> impl IntoView {
    let sheets = use_sheets();
    move || sheets.get().map(|open| arriving(|| Box::pin(sheet()), move |sheet| sheet(open)))
}

/// Starts the engine.
pub fn start(engine: Engine, session: domain::port::Session) {
    spawn_local(async move {
        match begin().await {
            Ok(begin) => begin(engine, session),
            Err(lost) => engine.fail(lost.to_string()),
        }
    });
}

/// Asks the server whether the session still holds; without an answer it does.
pub fn check(session: Session) {
    spawn_local(async move {
        // What cannot be fetched is no answer, either.
        if let Ok(ask) = ask_session().await {
            ask(session);
        }
    });
}

/// Fetches the fingerprints of the store's numbers; without a network what is there stays.
pub fn refresh(phones: Phones) {
    spawn_local(async move {
        if let Ok(ask) = ask_phones().await {
            ask(phones);
        }
    });
}

/// The words in English.
///
/// # Errors
/// The piece cannot be had.
pub async fn words() -> Result<&'static Catalogue, Lost> {
    english().await
}

/// Fetches, once the first page is painted, what the next taps will want.
pub fn foresee(role: Role, has_book: bool) {
    after_paint(move || {
        spawn_local(async move {
            // Whoever taps before it has come, or when it could not come, waits or is told then.
            if has_book || role == Role::Advisor {
                let _ = sheet().await;
            }
            if role == Role::Manager {
                let _ = team_is_there().await;
            }
        });
    });
}
