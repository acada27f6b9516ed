//! An honest page for the roles that have no screens yet.

use crate::i18n::t;
use crate::pages::settings::SignOut;
use crate::pages::sign_in::Threshold;
use crate::state::session::use_session;
use crate::ui::heading::Heading;
use leptos::prelude::*;

/// What finance, reception and administration see.
#[component]
pub fn NoScreensPage() -> impl IntoView {
    let me = use_session().me_now();
    let name = me.map(|it| it.name).unwrap_or_default();
    view! {
        <Threshold>
            <Heading text=t().no_screens.title.to_owned() />
            <p>{t().no_screens.text(&name)}</p>
            <SignOut />
        </Threshold>
    }
}
