//! What the demo's customers wish for, drawn from the customer's id alone: so more wishes change nothing else of the play.

use domain::catalogue::{Item, Kind, Listed};
use domain::fact::Body;
use domain::id::CustomerId;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

const MODELS: [&str; 6] = ["星越 L", "星瑞", "缤越", "博越 L", "熊猫 mini", "豪越 L"];
const COLOURS: [&str; 6] = ["白", "黑", "银", "红", "蓝", "灰"];
const TRIMS: [&str; 4] = ["1.5T 尊贵", "2.0T 四驱", "混动 超享", "标准版"];
const BUDGETS: [&str; 5] = ["8–10 万", "10–12 万", "12–15 万", "15–18 万", "18 万以上"];
const PURPOSES: [&str; 4] = ["家用", "上下班代步", "商务接待", "自驾出游"];
const RIVALS: [&str; 5] = ["途观 L", "CR-V", "RAV4 荣放", "宋 PLUS", "哈弗 H6"];
const DECIDERS: [&str; 4] = ["本人", "夫妻商量", "父亲", "公司老板"];
const CAMPAIGNS: [&str; 3] = ["春季车展", "以旧换新月", "周末试驾会"];

/// English names for the lists of the store, in the order of the Chinese ones.
const MODELS_EN: [&str; 6] = ["Xingyue L", "Xingrui", "Binyue", "Boyue L", "Panda mini", "Haoyue L"];
const COLOURS_EN: [&str; 6] = ["White", "Black", "Silver", "Red", "Blue", "Grey"];
const RIVALS_EN: [&str; 5] = ["Tiguan L", "CR-V", "RAV4", "Song PLUS", "Haval H6"];
const CAMPAIGNS_EN: [&str; 3] = ["Spring fair", "Trade-in month", "Weekend test drives"];

/// What the store's lists say of all this.
pub(super) fn lists() -> impl Iterator<Item = Body> {
    let listed = |kind: Kind| {
        move |(number, (zh, en)): (usize, (&&str, &&str))| {
            let code = format!("{}_{}", kind.code(), number + 1);
            let item = Item { code, zh: (*zh).to_owned(), en: (*en).to_owned(), ..Item::default() };
            Body::Listed(Listed { list: kind.code().to_owned(), item, after: None })
        }
    };
    let models = MODELS.iter().zip(&MODELS_EN).enumerate().map(listed(Kind::Model));
    let colours = COLOURS.iter().zip(&COLOURS_EN).enumerate().map(listed(Kind::Colour));
    let rivals = RIVALS.iter().zip(&RIVALS_EN).enumerate().map(listed(Kind::Rival));
    let campaigns = CAMPAIGNS.iter().zip(&CAMPAIGNS_EN).enumerate().map(listed(Kind::Campaign));
    models.chain(colours).chain(rivals).chain(campaigns)
}

/// The further fields of a card; some are left empty, as on real ones.
pub(super) fn of(customer: CustomerId) -> BTreeMap<String, String> {
    let mut rng = StdRng::seed_from_u64(u64::try_from(customer.0.0 & u128::from(u64::MAX)).unwrap_or_default());
    let mut fields = BTreeMap::new();
    let mut some = |code: &str, of: &[&str], percent: u32| {
        let value = of.choose(&mut rng).copied().unwrap_or_default();
        if rng.random_range(0..100) < percent {
            fields.insert(code.to_owned(), value.to_owned());
        }
    };
    some("model", &MODELS, 90);
    some("colour", &COLOURS, 70);
    some("trim", &TRIMS, 40);
    some("budget", &BUDGETS, 65);
    some("purpose", &PURPOSES, 40);
    some("payment", &domain::card::PAYMENTS, 55);
    some("purchase", &domain::card::PURCHASES, 50);
    some("rivals", &RIVALS, 35);
    some("decider", &DECIDERS, 30);
    some("campaign", &CAMPAIGNS, 15);
    fields
}
