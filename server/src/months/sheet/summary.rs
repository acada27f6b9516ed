//! The sheet of the sums: balance, deals, sources, demand, forecast.

use super::{Looks, REVIEW, header_row, print, words};
use domain::level::Level;
use domain::month::{Basis, Line, Table};
use domain::store::Store;
use rust_xlsxwriter::{Worksheet, XlsxError};

const BALANCE: [&str; 17] = [
    "级别",
    "上月留存",
    "新增",
    "由他级转来",
    "转入",
    "复活",
    "认领",
    "转往他级",
    "交车",
    "战败",
    "无望",
    "转出",
    "公海",
    "已删除",
    "其中订单",
    "月末留存",
    "核对",
];

pub(super) fn write(sheet: &mut Worksheet, settings: &Store, table: &Table, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_column_range_width(0, 16, 9.5)?;
    sheet.merge_range(0, 0, 0, 16, "级别结存：月末留存 = 上月留存 + 新增 + 转来 − 转出", &looks.title)?;
    sheet.set_row_height(0, 24)?;
    let mut at = header_row(sheet, 1, &BALANCE, looks)?;
    for (level, it) in &table.balance {
        at = line(sheet, at, level.code(), it, looks)?;
    }
    at = line(sheet, at, "合计", &table.total, looks)? + 1;

    at = header_row(sheet, at, &["本月成交", "签订订单", "订金合计（元）", "退订", "交车"], looks)?;
    sheet.write_string_with_format(at, 0, "合计", &looks.centre)?;
    for (column, number) in [(1, table.deals.orders), (3, table.deals.cancelled), (4, table.deals.delivered)] {
        sheet.write_with_format(at, column, number, &looks.centre)?;
    }
    sheet.write_with_format(at, 2, yuan(table.deals.deposit), &looks.money)?;
    at += 2;

    at = header_row(sheet, at, &["来源", "客户", "其中新增"], looks)?;
    for it in &table.sources {
        let name = if it.source.is_empty() { "未填" } else { words::source(settings, &it.source) };
        sheet.write_string_with_format(at, 0, name, &looks.text)?;
        sheet.write_with_format(at, 1, it.customers, &looks.centre)?;
        sheet.write_with_format(at, 2, it.new, &looks.centre)?;
        at += 1;
    }

    at = header_row(sheet, at + 1, &["车型", "颜色", "P0", "P1", "P2", "P3", "P4", "合计"], looks)?;
    for it in &table.demand {
        let or = |text: &str| if text.is_empty() { "未定".to_owned() } else { text.to_owned() };
        sheet.write_string_with_format(at, 0, or(&it.model), &looks.text)?;
        sheet.write_string_with_format(at, 1, or(&it.colour), &looks.text)?;
        for (column, level) in (2..).zip(Level::OPEN) {
            sheet.write_with_format(at, column, it.levels.get(&level).copied().unwrap_or_default(), &looks.centre)?;
        }
        sheet.write_with_format(at, 7, it.total, &looks.centre)?;
        at += 1;
    }

    at = header_row(sheet, at + 1, &["预计台数", "上月留存", "成交率", "依据", "已成交"], looks)?;
    for (level, it) in &table.forecast.levels {
        sheet.write_string_with_format(at, 0, level.code(), &looks.centre)?;
        sheet.write_with_format(at, 1, it.carried, &looks.centre)?;
        let rate = f64::from(it.rate.percent().unwrap_or_default()) / 100.0;
        sheet.write_with_format(at, 2, rate, &looks.percent)?;
        let basis = match it.basis {
            Basis::Default => "默认",
            Basis::History => "历史",
        };
        sheet.write_string_with_format(at, 3, basis, &looks.centre)?;
        sheet.write_with_format(at, 4, it.sold, &looks.centre)?;
        at += 1;
    }
    sheet.write_string_with_format(at, 0, "合计", &looks.heading)?;
    sheet.write_with_format(at, 1, f64::from(table.forecast.units.0) / 10.0, &looks.heading)?;
    print(sheet, REVIEW);
    Ok(())
}

/// An amount in minor units, as a workbook has numbers.
#[expect(clippy::cast_precision_loss, reason = "a sum of deposits lies far below 2^53")]
pub(crate) fn yuan(minor: u64) -> f64 {
    minor as f64 / 100.0
}

fn line(sheet: &mut Worksheet, at: u32, name: &str, line: &Line, looks: &Looks) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(at, 0, name, &looks.centre)?;
    let numbers = [
        line.carried,
        line.new,
        line.entered.level,
        line.entered.handed_in,
        line.entered.revived,
        line.entered.claimed,
        line.gone.level,
        line.gone.delivered,
        line.gone.lost,
        line.gone.hopeless,
        line.gone.handed_out,
        line.gone.pooled,
        line.gone.erased,
        line.orders,
        line.left,
    ];
    for (column, number) in (1..).zip(numbers) {
        sheet.write_with_format(at, column, number, &looks.centre)?;
    }
    sheet.write_string_with_format(at, 16, if line.holds() { "平" } else { "不平" }, &looks.centre)?;
    Ok(at + 1)
}
