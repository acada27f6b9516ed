//! An address that leads nowhere.

use crate::i18n::t;
use crate::routes::href;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::icon::IconName;
use leptos::prelude::*;
use leptos_router::components::A;

/// An address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="page">
            <Heading text=t().not_found.title.to_owned() />
            <Empty icon=IconName::Search title=t().not_found.text>
                <A href=href::start() attr:class="button" attr:data-variant="primary">
                    {t().not_found.home}
                </A>
            </Empty>
        </div>
    }
}
