//! Books of a size, written as an advisor writes them: by the facts of four weeks of work without a network.

use crate::protocol::device::Device;
use anyhow::{Result, ensure};
use domain::fact::{Body, Created, Judged, Origin};
use domain::id::CustomerId;
use domain::instant::{Day, Instant, Zone};
use domain::level::Level;
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// How many days after its beginning a book is read.
pub const DAYS: i64 = 28;
/// The most contacts that fit, one on each day.
const MOST: i64 = 20;
/// The first minute of a day's work.
const EIGHT: u32 = 8 * 60;

/// The size of a book.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shape {
    /// Customers.
    pub customers: i64,
    /// Contacts with each.
    pub contacts: i64,
}

impl Shape {
    /// Reads `500x10`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (customers, contacts) = text.split_once('x')?;
        Some(Self { customers: customers.parse().ok()?, contacts: contacts.parse().ok()? })
    }
}

/// A step of the work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Step {
    Card,
    Judgement,
    Contact(i64),
}

/// The day on which books begin: the machine's next but one, since a server's clock never goes back.
///
/// # Errors
/// If the machine's clock stands before 1970.
pub fn first_day() -> Result<Day> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(Zone::default().day(Instant(i64::try_from(now.as_millis())?)).plus(2))
}

/// Writes a book on a device that has no network, beginning on the day of `first`.
/// Of a hundred customers six are due on day [`DAYS`], four a day later, one is locked, one unconfirmed, three were reached that morning.
/// Gives the customers.
///
/// # Errors
/// If the shape does not fit into the days, or the device cannot write.
pub async fn write(device: &mut Device, shape: Shape, first: Day) -> Result<Vec<CustomerId>> {
    ensure!((2..=MOST).contains(&shape.contacts), "2 to {MOST} contacts with each customer");
    let zone = Zone::default();
    let mut known: BTreeMap<i64, CustomerId> = BTreeMap::new();
    let mut count = (0, 0);
    for (day, step, number) in plan(shape) {
        count = if count.0 == day { (day, count.1 + 1) } else { (day, 0) };
        device.set_clock(zone.moment(first.plus(day), EIGHT).plus(count.1 * Instant::SECOND));
        let now = device.now();
        let raw = match (step, known.get(&number)) {
            (Step::Contact(round), Some(customer)) => device.call(*customer, now, now, pick(&NOTES, round)),
            (Step::Judgement, Some(customer)) => device.about(*customer, Body::Judged(judgement())),
            _ => {
                let (customer, raw) = device.card_of(card(device, number));
                known.insert(number, customer);
                raw
            }
        };
        device.write(&raw).await?;
    }
    Ok(known.into_values().collect())
}

/// All steps in the order of time.
fn plan(shape: Shape) -> Vec<(i64, Step, i64)> {
    let pace = (MOST - 1) / (shape.contacts - 1);
    let mut all = Vec::new();
    for number in 0..shape.customers {
        let last = DAYS - since_last(number);
        let begin = last - pace * (shape.contacts - 1);
        all.push((begin - 1, Step::Card, number));
        if number % 100 != 14 {
            all.push((begin - 1, Step::Judgement, number));
        }
        all.extend((0..shape.contacts).map(|round| (begin + pace * round, Step::Contact(round), number)));
    }
    all.sort_unstable();
    all
}

/// Days since the last contact, so that a P3, called on every seventh day, stands where it should.
const fn since_last(number: i64) -> i64 {
    match number % 100 {
        0..=5 => 7,
        6..=9 => 6,
        10 => 8,
        11..=13 => 0,
        _ => 1 + number % 5,
    }
}

fn card(device: &Device, number: i64) -> Created {
    let (family, given) = (pick(&FAMILY, number), pick(&GIVEN, number / FAMILY.len() as i64));
    Created {
        advisor: device.person.session.user,
        name: format!("{family}{given}"),
        phone: format!("138{:08}", number * 7_919 % 100_000_000),
        source: "showroom".to_owned(),
        origin: Origin::WalkIn,
        clear_intention: false,
        level: Level::P3,
        suggested: None,
        signals: vec!["purchase_time_fixed".to_owned()],
        expected: None,
        due: None,
        note: String::new(),
        fields: std::collections::BTreeMap::new(),
        import: String::new(),
    }
}

fn pick(words: &[&'static str], number: i64) -> &'static str {
    words.get(number as usize % words.len()).copied().unwrap_or_default()
}

fn judgement() -> Judged {
    let signals = vec!["purchase_time_fixed".to_owned(), "terms_negotiated".to_owned()];
    Judged { level: Level::P3, suggested: Some(Level::P3), signals, expected: None, note: String::new() }
}

const FAMILY: [&str; 24] = [
    "张", "王", "李", "赵", "陈", "刘", "杨", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢",
];
const GIVEN: [&str; 20] = [
    "伟", "芳", "秀英", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀兰",
    "霞", "平",
];
const NOTES: [&str; 6] = [
    "看了车，周末带家人再来",
    "在比较两个品牌，关心置换价格",
    "首付预算已定，等月底活动",
    "想试驾混动版，约周六上午",
    "家人还没看过车，下周再联系",
    "问了保险和上牌，说再考虑两天",
];
