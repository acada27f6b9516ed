//! The screens of Genjin: what people see and touch. The documents live in the engine's worker.

mod api;
mod clock;
mod format;
mod i18n;
mod pages;
mod parts;
mod pieces;
mod platform;
mod routes;
mod shell;
mod state;
mod ui;
mod words;

fn main() {
    platform::errors::install();
    platform::dom::first(async {
        i18n::learn(state::settings::Settings::chosen()).await;
        if let Some(root) = platform::dom::take_root() {
            leptos::mount::mount_to(root, routes::App).forget();
        }
    });
}
