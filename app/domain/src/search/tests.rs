//! A name is found by every reading of its characters.

use super::{Keys, Query, SURNAMES, sound};
use pinyin::ToPinyinMulti;
use proptest::prelude::*;

fn readings(it: char) -> Vec<&'static str> {
    let all = it.to_pinyin_multi();
    all.into_iter().flatten().map(pinyin::Pinyin::plain).collect()
}

fn named(name: &str) -> Keys {
    Keys { sound: sound(name, readings), phones: String::new(), text: name.into() }
}

#[track_caller]
fn check(name: &str, found: &[&str], not: &[&str]) {
    let keys = named(name);
    for typed in found {
        assert!(Query::parse(typed).finds(&keys), "`{typed}` should find {name}: {}", keys.sound);
    }
    for typed in not {
        assert!(!Query::parse(typed).finds(&keys), "`{typed}` should not find {name}: {}", keys.sound);
    }
}

#[test]
fn surnames_are_found_as_they_are_said_and_as_they_are_misread() {
    check("单雄信", &["shanxiongxin", "danxiong", "chan", "sxx", "dxx", "xx"], &["san", "xq"]);
    check("曾国强", &["zeng", "ceng", "zgq", "cgq", "zenggq", "guoqiang"], &["zhenggq"]);
    check("仇英", &["qiu", "chou", "qy", "chy", "cy"], &["chiu"]);
    check("解晓东", &["xie", "jie", "xxd", "jxd", "xiexd"], &["xe"]);
    check("查良镛", &["zha", "cha", "zly", "zhly", "chaly"], &["zhang"]);
    check("万俟卨", &["moqi", "wanqi", "mq"], &[]);
    check("尉迟恭", &["yuchigong", "weichi", "ycg"], &[]);
    check("黑旋风", &["hexuan", "heixuanfeng"], &[]);
    check("贠晓", &["yunxiao", "yuanxiao"], &[]);
}

#[test]
fn letters_are_taken_as_people_type_them() {
    check("吕布", &["lvbu", "lubu", "lyubu", "LÜ", "lb", "ｌｖ"], &["libu"]);
    check("西安", &["xian", "xi'an", "xi’an", "xa"], &[]);
    check("欧阳 Anna", &["ouyanganna", "anna", "oya", "欧阳a"], &["annao"]);
    check("王😀", &["wang", "😀", "w"], &[]);
}

#[test]
fn a_long_name_of_one_sound_does_not_take_for_ever() {
    let keys = named(&"啊".repeat(60));
    assert!(!Query::parse(&format!("{}b", "a".repeat(59))).finds(&keys));
}

#[test]
fn names_stand_in_the_order_of_their_sound() {
    let mut names = ["曾强", "单云", "Anna", "张伟", "陈一"];
    names.sort_by_key(|it| named(it).order());
    assert_eq!(names, ["Anna", "陈一", "单云", "曾强", "张伟"]);
}

/// A character of names, by chance among those of everyday use, and the surnames with readings of their own.
fn character() -> impl Strategy<Value = char> {
    let common = (0x4e00_u32..0x9fa5)
        .prop_filter_map("no reading", |it| char::from_u32(it).filter(|it| !readings(*it).is_empty()));
    let surname = (0..SURNAMES.len()).prop_map(|it| SURNAMES[it].0);
    prop_oneof![3 => common, 1 => surname]
}

proptest! {
    #[test]
    fn a_name_is_found_by_every_reading_of_its_characters(
        name in prop::collection::vec((character(), any::<prop::sample::Index>(), any::<bool>()), 1..5),
        start in any::<prop::sample::Index>(),
    ) {
        let keys = named(&name.iter().map(|it| it.0).collect::<String>());
        let start = start.index(name.len());
        let (mut whole, mut initials, mut mixed) = (String::new(), String::new(), String::new());
        for (it, which, by_initial) in &name[start..] {
            let all = readings(*it);
            let reading = all[which.index(all.len())].replace('ü', "v");
            let initial: String = reading.chars().take(1).collect();
            mixed += if *by_initial { &initial } else { &reading };
            whole += &reading;
            initials += &initial;
        }
        for typed in [whole, initials, mixed] {
            prop_assert!(Query::parse(&typed).finds(&keys), "`{}` in {}", typed, keys.sound);
        }
    }
}
