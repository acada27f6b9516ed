//! How people call the columns of a sheet, in both languages and in the trade's many words.

use super::Column;
use crate::search::plain;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The headings of each column, apart by strokes; the first two are those of an export, in Chinese and in English.
const HEADINGS: [(Column, &str); 32] = [
    (Column::Name, "姓名|Name|客户姓名|客户名称|客户名|车主姓名|名字|名称|客户|customername|customer"),
    (
        Column::Phone,
        "电话|Phone|手机|手机号|手机号码|联系电话|电话号码|客户电话|联系方式|移动电话|phonenumber|mobile|mobilephone|tel\
        |telephone",
    ),
    (Column::Number, "其他电话|Other phone|备用电话|电话2|手机2|第二电话|座机|固定电话|固话|phone2|otherphones"),
    (Column::Level, "级别|Level|客户级别|意向级别|客户等级|等级|意向等级|确度|客户分级|grade|rating"),
    (
        Column::Expected,
        "预计购车日期|Expected order date|预计购车时间|预计购车|预计订车|预计成交日期|预计成交时间|预计下单|购车时间|expected\
        |expectedorder",
    ),
    (
        Column::Due,
        "下次联系日期|Next contact|下次跟进|下次跟进日期|下次跟进时间|下次联系|下次联系时间|下次回访|下次回访日期|到期日|到期|due\
        |nextfollow-up|nextdate",
    ),
    (
        Column::Reached,
        "上次联系日期|Last contact|最近联系|最近联系日期|最近跟进|最近跟进日期|最后跟进时间|最后联系时间|上次跟进|上次联系|上次回访\
        |lastreached|lastcontacted",
    ),
    (Column::Source, "来源|Source|客户来源|来源渠道|渠道|信息来源|线索来源|获客渠道|leadsource|channel"),
    (Column::Model, "意向车型|Model wanted|车型|拟购车型|关注车型|意向车系|车系|model|models|car"),
    (Column::Colour, "颜色|Colour|意向颜色|外观颜色|车色|color"),
    (Column::Trim, "配置|Configuration|意向配置|车型配置|trim"),
    (Column::Budget, "预算|Budget|购车预算"),
    (Column::Purpose, "用途|Use|购车用途|purpose"),
    (Column::Payment, "付款方式|Payment|购车方式|支付方式"),
    (Column::Purchase, "购车性质|Purchase|购车类型|购买性质|新增换购"),
    (Column::TradeIn, "置换旧车|Trade-in|置换车型|旧车|现有车型|二手车"),
    (Column::Plate, "车牌|Plate|车牌号|车牌号码|licenceplate|licenseplate"),
    (Column::Rivals, "竞品|Rivals|竞品车型|对比车型|竞争车型|比较车型|competitors"),
    (Column::Decider, "决策人|Who decides|决策者|decider"),
    (Column::Wechat, "微信|WeChat|微信号|wechatid"),
    (Column::Category, "类别|Kind|客户类别|客户类型|客户性质|category"),
    (Column::ContactName, "联系人姓名|Contact person|联系人|经办人|contactname|contact"),
    (Column::ContactRelation, "关系/职务|Relation or post|与客户关系|联系人关系|关系|职务|relation"),
    (Column::ContactPhone, "联系人电话|Contact's phone|联系人手机|contactphone"),
    (Column::Address, "地址|Address|联系地址|家庭住址|住址|通讯地址|所在地"),
    (Column::Showroom, "来源展厅|Showroom|展厅|门店"),
    (Column::Campaign, "来源活动|Campaign|活动|活动名称|市场活动"),
    (Column::Industry, "行业|Industry|职业|从事行业|occupation"),
    (
        Column::Since,
        "建卡日期|Card since|建卡时间|建档日期|建档时间|创建时间|创建日期|登记日期|首次来店|首次来店日期|created|since",
    ),
    (Column::Note, "备注|Note|说明|描述|客户描述|notes|remark|remarks|comment|comments"),
    (Column::Rest, "|"),
    (Column::Skip, "||序号|编号|行号|no|no.|#|id|销售顾问|顾问|advisor|未导入原因|whynotimported"),
];

/// Each heading, as [`simple`] makes it.
static KNOWN: LazyLock<BTreeMap<String, Column>> = LazyLock::new(|| {
    let all = HEADINGS.iter().rev().flat_map(|(column, known)| known.split('|').map(|it| (simple(it), *column)));
    all.filter(|it| !it.0.is_empty()).collect()
});

/// The heading of the reasons beside rows that were not imported, in Chinese and in English.
pub(super) const REASON: [&str; 2] = ["未导入原因", "Why not imported"];

/// The heading of an export, by the place of its language.
pub(super) fn of_export(column: Column, place: usize) -> &'static str {
    let known = HEADINGS.iter().find(|it| it.0 == column);
    known.and_then(|it| it.1.split('|').nth(place)).unwrap_or_default()
}

/// The column of a heading.
pub(super) fn exact(heading: &str) -> Option<Column> {
    KNOWN.get(&simple(heading)).copied()
}

/// The column that a longer heading ends with the name of: 客户手机号码.
pub(super) fn alike(heading: &str) -> Option<Column> {
    let heading = simple(heading);
    let ends = KNOWN.iter().filter(|it| *it.1 != Column::Skip && it.0.chars().count() > 1 && heading.ends_with(it.0));
    ends.max_by_key(|it| it.0.len()).map(|it| *it.1)
}

/// Small letters without blanks, stars, colons and what stands in brackets.
fn simple(heading: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for it in plain(heading).chars() {
        match it {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 || it.is_whitespace() || it.is_control() || "*:_\u{feff}".contains(it) => {}
            _ => out.push(it),
        }
    }
    out
}
