//! Names, phones and words of the demo's customers.

use domain::level::Level;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

const FAMILY: [&str; 30] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "曾", "单", "欧阳", "上官",
];
const GIVEN: [&str; 40] = [
    "伟", "秀英", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀兰",
    "霞", "平", "刚", "桂英", "文博", "子涵", "浩然", "雨桐", "思远", "佳怡", "俊熙", "梓萱", "建华", "国庆", "晓东",
    "海燕", "志强", "雪梅", "立新", "春生", "亚男", "振宇",
];
const PREFIX: [&str; 10] = ["138", "139", "136", "150", "152", "158", "177", "181", "186", "199"];
const NOTES: [&str; 16] = [
    "对星越 L 感兴趣，想要白色，关心交车时间",
    "比较了两家报价，希望再优惠三千",
    "家里老人要一起来看车，约周末",
    "已试驾，觉得后排空间满意",
    "首付三成，在问分期利率",
    "旧车还有一年贷款，问置换手续",
    "等年终奖，预计下月定",
    "在意油耗，想了解混动版",
    "朋友推荐过来，人很爽快",
    "太太还在犹豫颜色",
    "要带儿子再来试驾一次",
    "问了保险和上牌费用",
    "最近出差，下周回来再约",
    "对比竞品，担心保值率",
    "单位用车，要开专票",
    "想要现车，颜色不挑",
];
const BUSY: [&str; 6] = ["客户出差", "客户要求下周再联系", "客户家里有事", "等新车到店", "当天交车多", "展厅活动"];
const SOURCES: [&str; 10] = [
    "showroom",
    "showroom",
    "showroom",
    "showroom",
    "referral",
    "owner_base",
    "online",
    "online",
    "exhibition",
    "staff",
];
const LOST: [&str; 6] =
    ["dealer_price", "dealer_stock", "brand_preference", "dealer_distance", "brand_friend", "brand_loan"];
const HOPELESS: [&str; 6] = ["no_plan", "no_means", "unreachable", "beyond_year", "own_service", "no_plan"];
const RIVALS: [&str; 5] = ["途观 L", "CR-V", "RAV4 荣放", "宋 PLUS", "哈弗 H6"];

fn one<'a>(rng: &mut StdRng, of: &[&'a str]) -> &'a str {
    of.choose(rng).copied().unwrap_or_default()
}

pub(super) fn name(rng: &mut StdRng) -> String {
    format!("{}{}", one(rng, &FAMILY), one(rng, &GIVEN))
}

pub(super) fn phone(rng: &mut StdRng) -> String {
    format!("{}{:08}", one(rng, &PREFIX), rng.random_range(0..100_000_000_u32))
}

pub(super) fn note(rng: &mut StdRng) -> String {
    one(rng, &NOTES).to_owned()
}

pub(super) fn busy(rng: &mut StdRng) -> String {
    one(rng, &BUSY).to_owned()
}

pub(super) fn source(rng: &mut StdRng) -> String {
    one(rng, &SOURCES).to_owned()
}

pub(super) fn reason(rng: &mut StdRng, level: Level) -> String {
    one(rng, if level == Level::N { &HOPELESS } else { &LOST }).to_owned()
}

pub(super) fn rival(rng: &mut StdRng) -> String {
    one(rng, &RIVALS).to_owned()
}
