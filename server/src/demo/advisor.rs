//! What kind of an advisor somebody is.

/// An advisor's habits, in percent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// How often a due customer is called on the day.
    pub(super) diligence: u32,
    /// How often what cannot be done is postponed rather than missed.
    pub(super) postpones: u32,
    /// How often a new level is confirmed within the day.
    pub(super) confirms: u32,
    /// How often a day is spent without a network.
    pub(super) offline: u32,
    /// Whether a phone is used beside the tablet.
    pub(super) two_devices: bool,
    /// How many days the tablet has been out of touch now.
    pub(super) away: i64,
}

impl Plan {
    pub(super) const fn of(number: usize) -> Self {
        let usual = Self { diligence: 93, postpones: 80, confirms: 92, offline: 8, two_devices: false, away: 0 };
        match number {
            // The one that visitors sign in as: busy, good, not perfect; works with a tablet and a phone.
            0 => Self { diligence: 94, two_devices: true, ..usual },
            1 => Self { diligence: 97, postpones: 90, confirms: 98, ..usual },
            2 => Self { diligence: 90, offline: 25, ..usual },
            3 => Self { diligence: 86, postpones: 60, ..usual },
            4 => Self { diligence: 98, confirms: 97, ..usual },
            5 => Self { diligence: 88, postpones: 85, confirms: 75, ..usual },
            // In a village since yesterday.
            6 => Self { away: 1, offline: 5, ..usual },
            _ => usual,
        }
    }
}
