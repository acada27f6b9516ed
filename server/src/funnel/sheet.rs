//! The key figures as a workbook: each with its definition and the days before beside it, then what they were counted of.

use super::Asked;
use crate::months::sheet::summary::yuan;
use crate::months::sheet::{Looks, date, header_row, print, words};
use domain::funnel::{Conversion, Counts, Funnel, RateName, Report};
use domain::level::Level;
use domain::month::Scope;
use domain::store::Store;
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

/// What is counted: its name, its definition, where it stands.
type Count = (&'static str, &'static str, fn(&Counts) -> u32);

/// What a median is taken of: its name, its definition, its unit, where it stands.
type Median = (&'static str, &'static str, &'static str, fn(&Funnel) -> Option<u32>);

const COUNTS: [Count; 13] = [
    ("期初意向客户", "期初 P0–P4 级、有顾问负责的客户", |it| it.opening),
    ("期末意向客户", "期末 P0–P4 级、有顾问负责的客户", |it| it.prospects),
    ("新增意向客户", "新建卡，以及已交车客户的再购意向", |it| it.new),
    ("试驾", "试驾次数；同一天的联系与试驾记录只算一次", |it| it.test_drives),
    ("二次来店", "建卡之后另一天首次再来，或另一天签单", |it| it.second_visits),
    ("订单", "期间签订的订单，包括后来退订的", |it| it.orders),
    ("新客订单", "其中来自本期新增意向客户的订单", |it| it.orders_of_new),
    ("留存客户订单", "其中来自期初已有意向客户的订单", |it| it.orders_of_carried),
    ("退订", "期间退订的订单，无论何时签订", |it| it.cancelled),
    ("交车", "期间确认的交车", |it| it.deliveries),
    ("战败", "经理确认的战败（F）", |it| it.defeats),
    ("无望", "经理确认的无望（N）", |it| it.hopeless),
    ("锁止", "期间锁止的次数", |it| it.locks),
];

impl Asked {
    /// The figures as a workbook.
    ///
    /// # Errors
    /// If they have more rows than a sheet can hold.
    pub async fn sheet(self, report: Report) -> anyhow::Result<Vec<u8>> {
        Ok(tokio::task::spawn_blocking(move || workbook(&self.settings, &report)).await??)
    }
}

fn workbook(settings: &Store, report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let looks = Looks::new();
    let issued = date(settings.zone(report.issued).day(report.issued))?;
    workbook.set_properties(&DocProperties::new().set_title("关键指标").set_creation_datetime(&issued));
    figures(workbook.add_worksheet().set_name("关键指标")?, settings, report, &looks)?;
    funnel(workbook.add_worksheet().set_name("漏斗")?, settings, &report.now, &looks)?;
    workbook.save_to_buffer()
}

/// The figures, now and before.
fn figures(sheet: &mut Worksheet, settings: &Store, report: &Report, looks: &Looks) -> Result<(), XlsxError> {
    for (column, width) in [(0, 20.0), (1, 12.0), (2, 16.0), (3, 12.0), (4, 62.0)] {
        sheet.set_column_width(column, width)?;
    }
    sheet.merge_range(0, 0, 0, 4, "关键指标", &looks.title)?;
    sheet.set_row_height(0, 24)?;
    sheet.write_with_format(1, 0, header(settings, report), &looks.plain)?;
    let mut at = header_row(sheet, 2, &["指标", "本期", "分子 / 分母", "上期", "定义"], looks)?;
    sheet.set_freeze_panes(at, 1)?;
    sheet.set_repeat_rows(0, at - 1)?;
    let (now, before) = (&report.now, &report.before);
    for (name, definition, pick) in COUNTS {
        let told = Told { now: Some(pick(&now.counts)), before: Some(pick(&before.counts)), unit: "", parts: None };
        at = figure(sheet, at, name, definition, &told, looks)?;
    }
    let medians: [Median; 3] = [
        ("建卡到订单", "从建卡到首个订单的天数，取中位数", " 天", |it| it.days_to_order),
        ("建卡到无望", "从建卡到确认无望的天数，取中位数", " 天", |it| it.days_to_hopeless),
        ("锁止到裁决", "从锁止到裁决的时间，取中位数", " 分钟", |it| it.minutes_to_ruling),
    ];
    for (name, definition, unit, pick) in medians {
        let told = Told { now: pick(now), before: pick(before), unit, parts: None };
        at = figure(sheet, at, name, definition, &told, looks)?;
    }
    for rate in &now.rates {
        let (name, definition) = said(rate.name);
        let before = before.rate(rate.name).and_then(|it| it.percent);
        let parts = Some((rate.numerator, rate.denominator));
        at = figure(sheet, at, name, definition, &Told { now: rate.percent, before, unit: "%", parts }, looks)?;
    }
    sheet.write_string_with_format(at, 0, "订单价格（元）", &looks.text)?;
    for (column, price) in [(1, now.price), (3, before.price)] {
        match price {
            Some(price) => sheet.write_with_format(at, column, yuan(price), &looks.money)?,
            None => sheet.write_with_format(at, column, "—", &looks.centre)?,
        };
    }
    sheet.write_blank(at, 2, &looks.text)?;
    sheet.write_string_with_format(at, 4, "有价格的订单，取中位数", &looks.text)?;

    at = header_row(sheet, at + 2, &["每周补充漏斗", "本周需要", "本周已来", "缺口", "算法"], looks)?;
    let refill = report.refill;
    let number = |it: Option<u32>| it.map_or_else(|| "—".to_owned(), |it| it.to_string());
    sheet.write_string_with_format(at, 0, "新增意向客户", &looks.text)?;
    optional(sheet, at, 1, refill.needed, looks)?;
    sheet.write_with_format(at, 2, refill.come, &looks.centre)?;
    optional(sheet, at, 3, refill.gap, looks)?;
    let (deals, each) = (refill.deals_per_week, number(refill.prospects_per_deal));
    let how = format!("每周成交 {deals} × 每单所需意向客户 {each}（近 90 天）");
    sheet.write_string_with_format(at, 4, how, &looks.text)?;
    print(sheet, "");
    Ok(())
}

/// What the figures were counted of: levels, sources, moves, reasons.
fn funnel(sheet: &mut Worksheet, settings: &Store, it: &Funnel, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 24)?;
    sheet.set_column_range_width(1, 3, 12)?;
    let mut at = header_row(sheet, 0, &["期末意向客户级别", "客户"], looks)?;
    for (level, number) in &it.levels {
        at = counted(sheet, at, level.code(), &[*number], looks)?;
    }
    at = header_row(sheet, at + 1, &["新增意向客户来源", "客户"], looks)?;
    for origin in &it.sources {
        let name = if origin.source.is_empty() { "未填" } else { words::source(settings, &origin.source) };
        at = counted(sheet, at, name, &[origin.new], looks)?;
    }
    at = header_row(sheet, at + 1, &["级别转化", "次数", "全部转出", "占比（%）"], looks)?;
    for Conversion { from, to, count, of } in &it.conversions {
        let share = Conversion { from: *from, to: *to, count: *count, of: *of }.percent().unwrap_or_default();
        at = counted(sheet, at, &format!("{} → {}", from.code(), to.code()), &[*count, *of, share], looks)?;
    }
    at = header_row(sheet, at + 1, &["战败与无望原因", "客户"], looks)?;
    for ended in &it.ended {
        let why = if ended.reason.is_empty() { "未列明".to_owned() } else { words::reason(settings, &ended.reason) };
        at = counted(sheet, at, &format!("{} {why}", end(ended.level)), &[ended.count], looks)?;
    }
    print(sheet, "");
    Ok(())
}

/// A figure as it is written.
struct Told {
    now: Option<u32>,
    before: Option<u32>,
    /// What stands behind the number.
    unit: &'static str,
    /// What was divided.
    parts: Option<(u32, u32)>,
}

fn figure(
    sheet: &mut Worksheet,
    at: u32,
    name: &str,
    definition: &str,
    told: &Told,
    looks: &Looks,
) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(at, 0, name, &looks.text)?;
    let look = looks.centre.clone().set_num_format(format!("0\"{}\"", told.unit));
    for (column, value) in [(1, told.now), (3, told.before)] {
        match value {
            Some(value) => sheet.write_with_format(at, column, value, &look)?,
            None => sheet.write_with_format(at, column, "—", &looks.centre)?,
        };
    }
    let parts = told.parts.map_or_else(String::new, |(part, of)| format!("{part} / {of}"));
    sheet.write_string_with_format(at, 2, parts, &looks.centre)?;
    sheet.write_string_with_format(at, 4, definition, &looks.text)?;
    Ok(at + 1)
}

fn optional(sheet: &mut Worksheet, at: u32, column: u16, value: Option<u32>, looks: &Looks) -> Result<(), XlsxError> {
    match value {
        Some(value) => sheet.write_with_format(at, column, value, &looks.centre)?,
        None => sheet.write_with_format(at, column, "—", &looks.centre)?,
    };
    Ok(())
}

fn counted(sheet: &mut Worksheet, at: u32, name: &str, numbers: &[u32], looks: &Looks) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(at, 0, name, &looks.text)?;
    for (column, number) in (1..).zip(numbers) {
        sheet.write_with_format(at, column, *number, &looks.centre)?;
    }
    Ok(at + 1)
}

fn header(settings: &Store, report: &Report) -> String {
    let who = match report.advisor {
        Scope::Team => "全体",
        Scope::Advisor(it) => settings.staff.get(&it).map_or("", |it| it.name.as_str()),
    };
    let (now, before) = (report.now.span, report.before.span);
    let issued = settings.zone(report.issued).day(report.issued);
    let (store, from, to) = (&settings.name, now.from(), now.to());
    let earlier = format!("{} 至 {}", before.from(), before.to());
    format!("销售顾问：{who}　制表单位：{store}　本期：{from} 至 {to}　上期：{earlier}　建表日期：{issued}")
}

const fn end(level: Level) -> &'static str {
    match level {
        Level::N => "无望",
        Level::F | Level::P0 | Level::P1 | Level::P2 | Level::P3 | Level::P4 | Level::PD => "战败",
    }
}

/// A rate's name and definition.
const fn said(rate: RateName) -> (&'static str, &'static str) {
    match rate {
        RateName::Capture => ("留档率", "留档的到店 ÷ 全部到店"),
        RateName::TestDrive => ("试驾率", "试驾次数 ÷ 新增意向客户"),
        RateName::Deal => ("成交率", "订单 ÷ 新增意向客户；订单也可能来自以前的客户，所以会超过 100%"),
        RateName::Delivery => ("交车率", "交车 ÷ 订单"),
        RateName::Defeat => ("战败率", "战败 ÷ （期初意向客户 + 新增）"),
        RateName::Explained => ("战败明确率", "有明确原因的战败 ÷ 战败申请"),
        RateName::SecondVisit => ("二次来店率", "二次来店 ÷ 新增意向客户，计入二次来店当日"),
        RateName::Timeliness => ("跟进及时率", "按期完成的跟进 ÷ 到期的跟进；推迟过的按最后日期算"),
        RateName::Strict => ("跟进及时率（严格）", "同上，但推迟过的按最初日期算"),
        RateName::Confirmation => ("24 小时确认率", "24 小时内确认级别的 ÷ 新建卡"),
        RateName::Asked => ("请求订单率", "请客户下订单的联系 ÷ 有效联系"),
    }
}
