//! What the palette offers: customers who are found, what one does with the first of them, and the pages of a role.

use crate::i18n::t;
use crate::routes::href;
use crate::state::customers::{heard, listed, use_today};
use crate::state::engine::use_engine;
use crate::state::session::{Role, use_session};
use crate::state::sheets::Open;
use crate::ui::icon::IconName;
use crate::words;
use domain::level::Level;
use domain::list::{Filter, Sort};
use domain::search::{Keys, Query};
use leptos::prelude::*;

/// As many customers as one takes in at a glance; more are in the list.
const CUSTOMERS: usize = 6;
/// So many of them can be contacted at once.
const CONTACTS: usize = 2;

/// What an entry is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Customer,
    Action,
    Page,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Customer, Self::Action, Self::Page];

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Customer => "customers",
            Self::Action => "actions",
            Self::Page => "pages",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Customer => t().palette.customers,
            Self::Action => t().palette.actions,
            Self::Page => t().palette.pages,
        }
    }
}

/// What choosing an entry does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Act {
    Go(String),
    Open(Open),
}

/// Something that one can choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) icon: IconName,
    pub(super) level: Option<Level>,
    pub(super) label: String,
    pub(super) note: String,
    pub(super) act: Act,
}

/// What is offered for what was typed, in the order in which it stands there.
pub(super) fn entries(typed: Signal<String>) -> Memo<Vec<Entry>> {
    let (engine, today, session) = (use_engine(), use_today(), use_session());
    let (role, has_book) = session.me_now().map_or((Role::Other, false), |it| (it.role(), !it.book.is_empty()));
    let places = places(role, has_book);
    Memo::new(move |_| {
        let text = typed.get();
        let query = Query::parse(&text);
        let mut all = Vec::new();
        if !query.is_empty() {
            let found = listed(&heard(engine, &text), today, &Filter::default(), Sort::Due);
            let rows: Vec<_> = found.into_iter().take(CUSTOMERS).filter_map(|it| engine.row(it)).collect();
            all.extend(rows.iter().map(|row| Entry {
                kind: Kind::Customer,
                icon: IconName::Customers,
                level: Some(row.level),
                label: row.name.clone(),
                note: words::due_line(row, today.now(), today.day(), today.zone()),
                act: Act::Go(href::customer(row.id)),
            }));
            all.extend(rows.iter().take(CONTACTS).map(|row| Entry {
                kind: Kind::Action,
                icon: IconName::Phone,
                level: None,
                label: t().palette.contact(&row.name),
                note: String::new(),
                act: Act::Open(Open::Contact(row.id)),
            }));
        }
        let is_meant = |place: &&Place| query.finds(&Keys { text: place.read.to_lowercase(), ..Keys::default() });
        all.extend(places.iter().filter(is_meant).map(|it| Entry {
            kind: it.kind,
            icon: it.icon,
            level: None,
            label: it.label.to_owned(),
            note: String::new(),
            act: Act::Go(it.address.to_owned()),
        }));
        // As they stand in the groups, so that the arrows go down the list.
        all.sort_by_key(|it| it.kind as u8);
        all
    })
}

/// A page, or an action that is one.
struct Place {
    kind: Kind,
    icon: IconName,
    label: &'static str,
    /// What it is found by: its names in both languages, and how they sound.
    read: &'static str,
    address: &'static str,
}

/// The pages of a role.
fn places(role: Role, has_book: bool) -> Vec<Place> {
    let (nav, find) = (&t().nav, &t().find);
    let page = |icon, label, read, address| Place { kind: Kind::Page, icon, label, read, address };
    let (advises, manages) = (has_book || role == Role::Advisor, role == Role::Manager);
    let runs_store = manages || role == Role::Admin;
    let mut all = Vec::new();
    if advises {
        let label = nav.new_customer;
        let (icon, read, address) = (IconName::Add, find.new_customer, href::new_customer());
        all.push(Place { kind: Kind::Action, icon, label, read, address });
    }
    if manages {
        all.push(page(IconName::Team, nav.team, find.team, href::team()));
        all.push(page(IconName::Lock, nav.locks, find.locks, href::waiting()));
        all.push(page(IconName::Phone, t().call_back.managers, find.call_backs, href::call_backs()));
    }
    if advises {
        all.push(page(IconName::Today, nav.today, find.today, href::today()));
        all.push(page(IconName::Customers, nav.customers, find.customers, href::customers()));
        all.push(page(IconName::Board, t().board.title, find.board, href::board()));
        all.push(page(IconName::Calendar, nav.calendar, find.calendar, href::calendar()));
    }
    if advises || manages {
        all.push(page(IconName::Table, nav.month, find.month, href::month()));
        all.push(page(IconName::Funnel, nav.funnel, find.funnel, href::funnel()));
        all.push(page(IconName::Pool, nav.pool, find.pool, href::pool()));
    }
    if manages || role == Role::Reception {
        all.push(page(IconName::Door, nav.reception, find.reception, href::reception()));
    }
    if role == Role::Finance {
        all.push(page(IconName::Key, nav.deliveries, find.deliveries, href::deliveries()));
    }
    if runs_store {
        all.push(page(IconName::Audit, nav.audit, find.audit, href::audit()));
        all.push(page(IconName::Home, t().house.title, find.store, href::store()));
    }
    if role == Role::Admin {
        all.push(page(IconName::Customers, nav.staff, find.staff, href::staff()));
    }
    all.push(page(IconName::Settings, nav.settings, find.settings, href::settings()));
    all
}
