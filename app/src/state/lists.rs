//! What a list of customers is narrowed to, as the address holds it.

use crate::routes::href;
use crate::words;
use domain::level::Level;
use domain::list::{Filter, Mark, Sort};
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

/// How the customers are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Look {
    /// What is due.
    #[default]
    FollowUps,
    /// What they want to buy 购车意向.
    Intentions,
    /// A column for each level 看板.
    Board,
}

/// A list, as an address names it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct List {
    /// What it is narrowed to.
    pub filter: Filter,
    /// Its order.
    pub sort: Sort,
    /// How it is looked at.
    pub look: Look,
}

const INTENTIONS: &str = "intentions";

impl List {
    /// Reads the address of a list.
    pub fn read(query: &ParamsMap) -> Self {
        let is_of_intentions = query.get("view").is_some_and(|it| it == INTENTIONS);
        Self::looked_at(if is_of_intentions { Look::Intentions } else { Look::FollowUps }, query)
    }

    /// Reads the address of the board.
    pub fn read_board(query: &ParamsMap) -> Self {
        Self::looked_at(Look::Board, query)
    }

    fn looked_at(look: Look, query: &ParamsMap) -> Self {
        let text = |key: &str| query.get(key).unwrap_or_default();
        let filter = Filter {
            text: text("q"),
            level: Level::parse(&text("level")),
            standing: words::parse_standing(&text("due")),
            source: text("source"),
            model: text("model"),
            colour: text("colour"),
            step: text("step"),
            mark: Mark::parse(&text("mark")),
            open_only: look != Look::FollowUps,
        };
        Self { filter, sort: Sort::parse(&text("sort")).unwrap_or_default(), look }
    }

    /// The address of the list.
    pub fn address(&self) -> String {
        let filter = &self.filter;
        let code = |set: Option<&str>| set.unwrap_or_default().to_owned();
        let look = if self.look == Look::Intentions { INTENTIONS } else { "" };
        let sort = if self.sort == Sort::default() { "" } else { self.sort.code() };
        let parts = [
            ("view", look.to_owned()),
            ("q", filter.text.clone()),
            ("level", code(filter.level.map(Level::code))),
            ("due", code(filter.standing.map(words::standing_key))),
            ("mark", code(filter.mark.map(Mark::code))),
            ("source", filter.source.clone()),
            ("model", filter.model.clone()),
            ("colour", filter.colour.clone()),
            ("step", filter.step.clone()),
            ("sort", sort.to_owned()),
        ];
        let said = parts.iter().filter(|it| !it.1.is_empty());
        let query: Vec<String> = said.map(|(key, value)| format!("{key}={}", Url::escape(value))).collect();
        let path = if self.look == Look::Board { href::board() } else { href::customers() };
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }

    /// The same look at all customers.
    pub fn cleared(&self) -> Self {
        Self { look: self.look, sort: self.sort, ..Self::default() }
    }

    /// Whether it is in another order than the usual one.
    pub fn is_sorted(&self) -> bool {
        self.sort != Sort::default()
    }

    /// Whether it is narrowed at all.
    pub fn is_narrowed(&self) -> bool {
        self.filter != Filter { open_only: self.filter.open_only, ..Filter::default() }
    }
}
