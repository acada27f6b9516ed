//! The icons: lines on a grid of 24, in the colour of the text.

use leptos::prelude::*;

/// An icon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IconName {
    Today,
    Customers,
    Add,
    Team,
    Lock,
    Unlock,
    Settings,
    Phone,
    Door,
    Message,
    Wheel,
    Home,
    Missed,
    Clock,
    Calendar,
    Check,
    Cloud,
    CloudUp,
    CloudOff,
    Tabs,
    Key,
    Warning,
    Refresh,
    Close,
    Search,
    Edit,
    Undo,
    Flame,
    Back,
    Eye,
    EyeOff,
    Note,
    Flag,
    Pool,
    Audit,
    Download,
    Table,
    Funnel,
    Grip,
    Board,
}

impl IconName {
    /// Its lines, as a `path` has them.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Today => "M4 6.5h16v13H4zM4 10.5h16M8 3.5v4M16 3.5v4M9 15l2 2 4-4",
            Self::Customers => {
                "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5M16 5a3.2 3.2 0 0 1 0 6.2M18 14.5c2 .7 3.2 2.5 3.5 5"
            }
            Self::Add => "M12 5v14M5 12h14",
            Self::Team => "M4 20V11M10 20V4M16 20v-7M21 20H3",
            Self::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2",
            Self::Unlock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 6.8-1M12 15v2",
            Self::Settings => "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
            Self::Phone => {
                "M6.5 3.5l3 .5 1 4-2 1.8c1 2.3 2.8 4.2 5.2 5.3l1.8-2 4 1 .5 3.2c0 1.5-1.5 2.7-3 2.7C9.5 19.5 4 13 4 6.5c0-1.5 1-3 2.5-3z"
            }
            Self::Door => "M5 20.5V4.5l9-1v17zM14 6h5v14.5M3 20.5h18M11 12v1",
            Self::Message => "M4 5h16v11h-9l-4.5 3.5V16H4zM8 9.5h8M8 12.5h5",
            Self::Wheel => {
                "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM3.5 12H10M14 12h6.5M12 14v6.5"
            }
            Self::Home => "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-5h4v5",
            Self::Missed => "M4 15.5c4.5-4 11.5-4 16 0l-2 2.5-3.5-1.5v-2.2a9 9 0 0 0-5 0v2.2L6 18zM8 4l4 4 4-4",
            Self::Clock => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5l3.5 2",
            Self::Calendar => "M4 6.5h16v13H4zM4 10.5h16M8 3.5v4M16 3.5v4",
            Self::Check => "M4.5 12.5l5 5 10-11",
            Self::Cloud => "M7 18.5a4 4 0 0 1-.5-8 5.5 5.5 0 0 1 10.7 1.2A3.5 3.5 0 0 1 17 18.5zM9.5 14l2 2 3.5-3.5",
            Self::CloudUp => {
                "M7 18.5a4 4 0 0 1-.5-8 5.5 5.5 0 0 1 10.7 1.2A3.5 3.5 0 0 1 17 18.5M12 20v-7M9.5 15l2.5-2.5 2.5 2.5"
            }
            Self::CloudOff => {
                "M7 18.5a4 4 0 0 1-.5-8M9 7.2a5.5 5.5 0 0 1 8.2 4.5 3.5 3.5 0 0 1 2.3 5.3M4 4l16 16M7 18.5h9"
            }
            Self::Tabs => "M8 8h12v12H8zM16 8V4H4v12h4",
            Self::Key => "M8 15.5a4.5 4.5 0 1 1 4-6.5h9v3.5h-2.5V15H15v-2.5h-3a4.5 4.5 0 0 1-4 3zM7.5 11h.01",
            Self::Warning => "M12 4l9 16H3zM12 10v4.5M12 17.2v.3",
            Self::Refresh => "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5l5 5",
            Self::Edit => "M4.5 19.5l1-4L16 5l3 3L8.5 18.5zM13.5 7.5l3 3",
            Self::Undo => "M8.5 5l-4 4 4 4M4.5 9H14a5 5 0 0 1 0 10h-4",
            Self::Flame => {
                "M12 3.5c.5 3.5 5.5 5.5 5.5 10.5a5.5 5.5 0 0 1-11 0c0-2.5 1.5-4 2.5-5 .2 1.5 1 2.5 2 3 .5-3-.5-5.5 1-8.5z"
            }
            Self::Back => "M15 5l-7 7 7 7",
            Self::Eye => {
                "M2.5 12c2.5-4.5 6-6.5 9.5-6.5s7 2 9.5 6.5c-2.5 4.5-6 6.5-9.5 6.5s-7-2-9.5-6.5zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
            }
            Self::EyeOff => {
                "M4 4l16 16M9.5 6c.8-.3 1.7-.5 2.5-.5 3.5 0 7 2 9.5 6.5-.8 1.4-1.7 2.6-2.7 3.5M6.5 7.5C5 8.5 3.6 10 2.5 12c2.5 4.5 6 6.5 9.5 6.5 1.6 0 3.2-.4 4.7-1.3M10 10a3 3 0 0 0 4 4"
            }
            Self::Note => "M5 4h14v12l-4 4H5zM15 20v-4h4M8.5 9h7M8.5 12.5h4.5",
            Self::Flag => "M6 21V4h11l-2.5 4L17 12H6",
            Self::Pool => {
                "M3 14c1.5-1.6 3-1.6 4.5 0s3 1.6 4.5 0 3-1.6 4.5 0 3 1.6 4.5 0M3 19c1.5-1.6 3-1.6 4.5 0s3 1.6 4.5 0 3-1.6 4.5 0 3 1.6 4.5 0M12 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
            }
            Self::Audit => "M6 3.5h12v17H6zM9 8h6M9 12h6M9 16h3",
            Self::Download => "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14",
            Self::Funnel => "M3.5 5h17l-6.5 8v6l-4-2v-4z",
            Self::Grip => "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
            Self::Board => "M4 5h4v14H4zM10 5h4v9h-4zM16 5h4v6h-4z",
            Self::Table => "M4 5h16v14H4zM4 9.5h16M4 14.2h16M9.3 9.5V19M14.7 9.5V19",
        }
    }
}

/// An icon; it says nothing to screen readers, the words beside it do.
#[component]
pub fn Icon(
    /// Which.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=name.path() />
        </svg>
    }
}
