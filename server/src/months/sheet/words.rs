//! The words of the workbook, which is a Chinese paper whatever the language of the screens.

use domain::level::Level;
use domain::month::{Cell, Mark, Out, Row};
use domain::reason::{Cause, Reason, own_item};
use domain::store::Store;

pub(super) const LEGEND: &str = "* 计划跟进　D 来店/试驾　访 上门拜访　T 电话/消息（字母前为联系后级别，数字为次数）　· 未接通　✗ 未跟进　锁 已锁止";

/// A cell as the paper has it: the same marks as on the screen.
pub(super) fn cell(cell: &Cell) -> String {
    let mut said = String::new();
    if cell.planned {
        said.push('*');
    }
    if let (Some(level), Some(mark)) = (cell.level, cell.mark) {
        said += level.code();
        said += match mark {
            Mark::Showroom => "D",
            Mark::Home => "访",
            Mark::Call => "T",
        };
        if cell.count > 1 {
            said += &cell.count.to_string();
        }
    } else if cell.tried > 0 {
        said.push('·');
    }
    if cell.missed {
        said.push('✗');
    }
    if cell.locked {
        said.push('锁');
    }
    said
}

pub(super) const fn gone(how: Out) -> &'static str {
    match how {
        Out::Delivered => "交车",
        Out::Lost => "战败",
        Out::Hopeless => "无望",
        Out::HandedOut => "转出",
        Out::Pooled => "公海",
        Out::Erased => "已删除",
    }
}

/// A source's Chinese name; the code where the store does not know it any more.
pub(crate) fn source<'a>(settings: &'a Store, code: &'a str) -> &'a str {
    settings.sources.iter().find(|it| it.code == code).map_or(code, |it| &it.zh)
}

/// F or N, and why.
pub(super) fn applied(settings: &Store, row: &Row) -> String {
    let Some(level) = row.applied else { return String::new() };
    let what = match level {
        Level::N => "无望",
        Level::F | Level::P0 | Level::P1 | Level::P2 | Level::P3 | Level::P4 | Level::PD => "战败",
    };
    let parts = [what.to_owned(), reason(settings, &row.reason), row.rival.clone()];
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The words of a reason's code; the text itself where it is none of the list, nor of the store's own.
pub(crate) fn reason(settings: &Store, code: &str) -> String {
    let word = match Reason::parse(code) {
        Some(Reason::Dealer(of)) => return format!("同品牌他店·{}", cause(of)),
        Some(Reason::Brand(of)) => return format!("他品牌·{}", cause(of)),
        Some(Reason::Preference) => "他品牌·品牌偏好",
        Some(Reason::AfterSales) => "他品牌·售后口碑",
        Some(Reason::OwnService) => "本店服务",
        Some(Reason::NoPlan) => "取消购车",
        Some(Reason::NoMeans) => "无购车条件",
        Some(Reason::Unreachable) => "长期联系不上",
        Some(Reason::BeyondYear) => "一年内不买",
        None => own_item(&settings.catalogue, code).map_or(code, |it| it.zh.as_str()),
    };
    word.to_owned()
}

const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Model => "车型",
        Cause::Stock => "现车",
        Cause::Promotion => "促销",
        Cause::Friend => "熟人",
        Cause::Distance => "距离",
        Cause::Facilities => "设施",
        Cause::Price => "价格",
        Cause::Loan => "贷款",
        Cause::Territory => "区域",
    }
}
