//! A table as a workbook to take away: made by the module for spreadsheets, on the device.

use crate::i18n::t;
use crate::platform::{file, office};
use crate::words;
use domain::port::office::{FromOffice, ToOffice};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What a workbook is.
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Makes a workbook of a table and saves it under a name; `error` tells if that fails.
pub fn save(file_name: String, name: String, rows: Vec<Vec<String>>, error: RwSignal<String>) {
    spawn_local(async move {
        let why = match office::ask(&ToOffice::Write { name, rows }).await {
            Ok(FromOffice::Written(bytes)) => return file::save_bytes(&file_name, KIND, &bytes),
            Ok(FromOffice::Unreadable(why)) => words::unreadable(why),
            Ok(FromOffice::Ready | FromOffice::Read(_)) => t().import.no_answer.to_owned(),
            Err(text) if text.is_empty() => t().import.no_answer.to_owned(),
            Err(text) => text,
        };
        // The page may have gone meanwhile.
        error.try_set(t().import.not_made(&why));
    });
}
