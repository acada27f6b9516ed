//! What one does about somebody, asked once more where it takes something away.

use crate::api::Failure;
use crate::api::staff::{self, Enrolled, Person};
use crate::i18n::t;
use crate::state::session::{Role, use_session};
use crate::ui::button::Submit;
use crate::ui::chips::ChipChoice;
use crate::ui::field::Field;
use crate::ui::notice::{ErrorText, Notice, Tone};
use crate::ui::sheet::{Sheet, use_closer};
use crate::ui::toast::use_toasts;
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is being done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asking {
    /// An account for somebody new.
    New,
    /// Another name.
    Rename(Person),
    /// A new password.
    Reset(Person),
    /// Out.
    Disable(Person),
    /// In again.
    Enable(Person),
    /// A device is lost.
    Revoke(Person, Enrolled),
}

/// What came of it.
enum Done {
    /// A password, told once: whose, and which.
    Told(String, String),
    /// It is done.
    Said(String),
}

/// The sheet.
#[component]
pub fn StaffSheet(
    /// What is being done.
    asking: Asking,
    /// Where a password goes that is told once.
    told: RwSignal<Option<(String, String)>>,
    /// Called when it has closed.
    #[prop(into)]
    on_closed: Callback<()>,
    /// Called when something has changed.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let it = &t().staff;
    let title = match &asking {
        Asking::New => it.add.to_owned(),
        Asking::Rename(person) => it.of(&person.name, &it.rename),
        Asking::Reset(person) => it.of(&person.name, &it.reset),
        Asking::Disable(person) => it.of(&person.name, &it.disable),
        Asking::Enable(person) => it.of(&person.name, &it.enable),
        Asking::Revoke(_, device) => it.of(&device.name, &it.revoke),
    };
    view! {
        <Sheet title=title on_closed=on_closed>
            <Form asking=asking told=told on_done=on_done />
        </Sheet>
    }
}

#[component]
fn Form(asking: Asking, told: RwSignal<Option<(String, String)>>, on_done: Callback<()>) -> impl IntoView {
    let (closer, toasts) = (use_closer(), use_toasts());
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let known = match &asking {
        Asking::Rename(person) => person.name.clone(),
        _ => String::new(),
    };
    let (name, login, role) = (RwSignal::new(known), RwSignal::new(String::new()), RwSignal::new("advisor".to_owned()));
    let it = &t().staff;
    let warning = match &asking {
        Asking::New | Asking::Rename(_) => None,
        Asking::Reset(_) => Some(it.reset_hint.to_owned()),
        Asking::Disable(person) if person.customers > 0 => Some(it.disable_owning(&person.customers)),
        Asking::Disable(_) => Some(it.disable_hint.to_owned()),
        Asking::Enable(_) => Some(it.enable_hint.to_owned()),
        Asking::Revoke(..) => Some(it.revoke_hint.to_owned()),
    };
    let label = match &asking {
        Asking::New => it.add,
        Asking::Rename(_) => it.rename,
        Asking::Reset(_) => it.reset,
        Asking::Disable(_) => it.disable,
        Asking::Enable(_) => it.enable,
        Asking::Revoke(..) => it.revoke,
    };
    let shown = asking.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (asking, name, login, role) =
            (asking.clone(), name.get_untracked(), login.get_untracked().trim().to_owned(), role.get_untracked());
        spawn_local(async move {
            match act(asking, &name, &login, &role).await {
                Ok(done) => {
                    match done {
                        Done::Told(login, password) => drop(told.try_set(Some((login, password)))),
                        Done::Said(text) => toasts.say(text),
                    }
                    on_done.run(());
                    closer.close();
                }
                Err(failure) => {
                    busy.try_set(false);
                    error.try_set(words::failure(&failure));
                }
            }
        });
    };
    view! {
        <form class="sheet__form stack" novalidate on:submit=submit>
            {(shown == Asking::New)
                .then(|| {
                    view! {
                        <ChipChoice
                            name="role"
                            legend=t().staff.role
                            options=roles()
                            value=role
                            on_choose=move |it| role.set(it)
                        />
                        <Field id="staff-login" label=t().sign_in.login value=login required=true />
                        <p class="field__hint">{t().staff.login_hint}</p>
                    }
                })}
            {matches!(shown, Asking::New | Asking::Rename(_))
                .then(|| view! { <Field id="staff-name" label=t().field.name value=name required=true /> })}
            {warning.map(|it| view! { <Notice tone=Tone::Warning text=it /> })}
            <ErrorText text=error />
            <Submit label=label.to_owned() busy=busy />
        </form>
    }
}

async fn act(asking: Asking, name: &str, login: &str, role: &str) -> Result<Done, Failure> {
    let it = &t().staff;
    match asking {
        Asking::New => staff::add(login, name, role).await.map(|password| Done::Told(login.to_owned(), password)),
        Asking::Reset(person) => {
            staff::reset_password(&person.id).await.map(|password| Done::Told(person.login, password))
        }
        Asking::Rename(person) => staff::rename(&person.id, name).await.map(|()| Done::Said(it.renamed.to_owned())),
        Asking::Disable(person) => staff::disable(&person.id, true).await.map(|()| Done::Said(it.is_out(&person.name))),
        Asking::Enable(person) => staff::disable(&person.id, false).await.map(|()| Done::Said(it.is_in(&person.name))),
        Asking::Revoke(_, device) => staff::revoke(&device.id).await.map(|()| Done::Said(it.is_revoked(&device.name))),
    }
}

/// The roles that whoever is signed in appoints.
fn roles() -> Vec<(String, String)> {
    let all: &[&str] = match use_session().role() {
        Some(Role::Admin) => &["advisor", "finance", "reception", "manager", "admin"],
        _ => &["advisor", "finance", "reception"],
    };
    all.iter().map(|it| ((*it).to_owned(), words::role(it).to_owned())).collect()
}
