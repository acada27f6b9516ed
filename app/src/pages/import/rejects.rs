//! The rows that became no cards, as a file with the reasons in it.

use super::Import;
use crate::i18n::{of_tables, t};
use crate::parts::workbook;
use crate::platform::file;
use crate::state::customers::use_today;
use crate::ui::button::Button;
use crate::ui::icon::IconName;
use crate::words;
use domain::csv;
use domain::import::{Verdict, rejected};
use leptos::prelude::*;

/// Why a row becomes no card; nothing if it does.
pub(super) fn why(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Ready(..) => String::new(),
        Verdict::Problems(problems) => {
            let all: Vec<String> = problems.iter().map(|it| words::problem(*it)).collect();
            all.join(" ")
        }
        Verdict::Duplicate(it) => words::duplicate(it),
    }
}

/// The places of all rows that became no cards, with the reasons.
pub(super) fn reasons(import: Import) -> Vec<(usize, String)> {
    let mut all: Vec<(usize, String)> = import.found.with_untracked(|found| {
        found.iter().map(|it| (it.line, why(&it.verdict))).filter(|it| !it.1.is_empty()).collect()
    });
    all.extend(import.refused.get_untracked());
    all.sort_by_key(|it| it.0);
    all
}

/// The two forms in which one can have them.
#[component]
pub(super) fn RejectButtons(import: Import) -> impl IntoView {
    let today = use_today();
    let table = move || {
        import.sheet.with_untracked(|sheet| {
            import.plan.with_untracked(|plan| rejected(sheet, plan, of_tables(), reasons(import)))
        })
    };
    let name = move || t().import.left_file(&today.glance().1);
    let as_text = move |()| file::save(&format!("{}.csv", name()), "text/csv", &csv::write(table()));
    let as_workbook = move |()| workbook::save(format!("{}.xlsx", name()), name(), table(), import.error);
    view! {
        <div class="cluster">
            <Button label=t().import.save_xlsx.to_owned() icon=IconName::Download on_press=as_workbook />
            <Button label=t().import.save_csv.to_owned() icon=IconName::Download on_press=as_text />
        </div>
    }
}
