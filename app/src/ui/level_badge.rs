//! The mark of a level: its code on its own colour.

use domain::level::Level;
use leptos::prelude::*;

/// The value of `data-level`.
pub const fn level_key(level: Level) -> &'static str {
    match level {
        Level::P0 => "p0",
        Level::P1 => "p1",
        Level::P2 => "p2",
        Level::P3 => "p3",
        Level::P4 => "p4",
        Level::PD => "pd",
        Level::F => "f",
        Level::N => "n",
    }
}

/// The mark of a level.
#[component]
pub fn LevelBadge(
    /// The level.
    level: Level,
    /// Not confirmed yet: drawn with a broken line.
    #[prop(optional)]
    provisional: bool,
) -> impl IntoView {
    view! {
        <span class="level-badge" data-level=level_key(level) data-provisional=provisional.then_some("")>
            {level.code()}
        </span>
    }
}
