//! Choosing a file, and reading it in the module for spreadsheets.

use super::{Import, Step, StepTitle};
use crate::i18n::t;
use crate::platform::file::Picked;
use crate::platform::office;
use crate::words;
use domain::import::{FILE_MAX, Plan, ROWS_MAX, Sheet};
use domain::port::office::{FromOffice, ToOffice, Unreadable};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The first step.
#[component]
pub(super) fn Choose(import: Import) -> impl IntoView {
    let busy = RwSignal::new(false);
    let pick = move |event: leptos::ev::Event| {
        let Some(picked) = Picked::take(&event).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        import.error.set(String::new());
        spawn_local(async move {
            let read = read(&picked).await;
            busy.try_set(false);
            match read {
                Ok(sheet) => begin(import, picked.name, sheet),
                Err(why) => {
                    import.error.try_set(why);
                }
            }
        });
    };
    view! {
        <section class="panel stack">
            <StepTitle text=t().import.file />
            <p class="import__hint">{t().import.hint}</p>
            <div class="import__file">
                <label class="field__label" for="import-file">
                    {t().import.file}
                </label>
                <input
                    class="field__input"
                    id="import-file"
                    type="file"
                    accept=".xlsx,.csv,.tsv,.txt"
                    aria-describedby="import-file-hint"
                    prop:disabled=busy
                    on:change=pick
                />
                <p class="field__hint" id="import-file-hint">
                    {t().import.file_hint(&ROWS_MAX)}
                </p>
            </div>
            <p role="status">{move || if busy.get() { t().import.reading } else { "" }}</p>
        </section>
    }
}

fn begin(import: Import, name: String, sheet: Sheet) {
    // The page may have gone meanwhile.
    import.plan.try_set(Plan::guess(&sheet));
    import.name.try_set(name);
    import.sheet.try_set(Arc::new(sheet));
    import.refused.try_set(Vec::new());
    import.go(Step::Columns);
}

async fn read(picked: &Picked) -> Result<Sheet, String> {
    let bytes = picked.bytes(FILE_MAX).await.map_err(|why| match why {
        None => words::unreadable(Unreadable::TooLarge),
        Some(text) => t().import.unread(&text),
    })?;
    match office::ask(&ToOffice::Read(bytes)).await {
        Ok(FromOffice::Read(sheet)) => Ok(sheet),
        Ok(FromOffice::Unreadable(why)) => Err(words::unreadable(why)),
        Ok(FromOffice::Ready | FromOffice::Written(_)) => Err(t().import.unread(&t().import.no_answer)),
        Err(text) if text.is_empty() => Err(t().import.unread(&t().import.no_answer)),
        Err(text) => Err(t().import.unread(&text)),
    }
}
