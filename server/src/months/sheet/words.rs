//! The words of the workbook, which is a Chinese paper whatever the language of the screens.

use domain::level::Level;
use domain::month::{Cell, Mark, Out, Row};
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
pub(super) fn source<'a>(settings: &'a Store, code: &'a str) -> &'a str {
    settings.sources.iter().find(|it| it.code == code).map_or(code, |it| &it.zh)
}

/// F or N, and why.
pub(super) fn applied(row: &Row) -> String {
    let Some(level) = row.applied else { return String::new() };
    let what = match level {
        Level::N => "无望",
        Level::F | Level::P0 | Level::P1 | Level::P2 | Level::P3 | Level::P4 | Level::PD => "战败",
    };
    let parts = [what.to_owned(), reason(&row.reason), row.rival.clone()];
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The words of a reason's code; the text itself where it is none of the list.
fn reason(code: &str) -> String {
    let of = |prefix: &str, word: &str| Some(format!("{word}{}", cause(code.strip_prefix(prefix)?)?));
    let other = || {
        Some(match code {
            "own_service" => "本店服务",
            "no_plan" => "取消购车",
            "no_means" => "无购车条件",
            "unreachable" => "长期联系不上",
            "beyond_year" => "一年内不买",
            _ => cause(code)?,
        })
    };
    of("dealer_", "同品牌他店·")
        .or_else(|| of("brand_", "他品牌·"))
        .unwrap_or_else(|| other().unwrap_or(code).to_owned())
}

fn cause(code: &str) -> Option<&'static str> {
    Some(match code {
        "model" => "车型",
        "stock" => "现车",
        "promotion" => "促销",
        "friend" => "熟人",
        "distance" => "距离",
        "facilities" => "设施",
        "price" => "价格",
        "loan" => "贷款",
        "territory" => "区域",
        "preference" => "品牌偏好",
        "after_sales" => "售后口碑",
        _ => return None,
    })
}
