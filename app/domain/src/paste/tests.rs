//! Lines as people paste them.

use super::{Pasted, is_line, read};
use crate::search::digits;
use crate::store::{Source, Store};
use proptest::prelude::*;

fn store() -> Store {
    let source = |code: &str, zh: &str, en: &str| Source { code: code.into(), zh: zh.into(), en: en.into() };
    let sources = vec![
        source("showroom", "来店/来电", "Showroom"),
        source("referral", "推荐", "Referral"),
        source("online", "网络线索", "Online"),
        source("bank", "银行合作", "Bank"),
    ];
    Store { sources, ..Store::default() }
}

/// `name | phone | source | model | note`
#[track_caller]
fn check(line: &str, expected: &str) {
    let Pasted { name, phone, wechat, source, model, note } = read(line, &store(), &["轩逸".into(), "Ariya".into()]);
    let wechat = if wechat.is_empty() { wechat } else { format!(" | {wechat}") };
    assert_eq!(format!("{name} | {phone} | {source} | {model} | {note}{wechat}"), expected, "{line}");
}

#[test]
fn a_line_is_understood_in_any_order() {
    check("张先生 13800001234 看了轩逸 来店", "张先生 | 13800001234 | showroom | 轩逸 | 看了轩逸");
    check("13800001234 张先生 来店 看了轩逸", "张先生 | 13800001234 | showroom | 轩逸 | 看了轩逸");
    check("来店，看了轩逸，欧阳雪，13800001234", "欧阳雪 | 13800001234 | showroom | 轩逸 | 看了轩逸");
    check("王芳13800001234", "王芳 | 13800001234 |  |  | ");
    check("王芳13800001234想要白色", "王芳 | 13800001234 |  |  | 想要白色");
    check("预算15万 单雄信 13900001234 银行合作", "单雄信 | 13900001234 | bank |  | 预算15万");
}

#[test]
fn numbers_are_written_in_many_ways() {
    check("张伟 138 0000 1234", "张伟 | 13800001234 |  |  | ");
    check("张伟 138-0000-1234 推荐", "张伟 | 13800001234 | referral |  | ");
    check("张伟 +86 138 0000 1234", "张伟 | +8613800001234 |  |  | ");
    check("张伟 (021) 5888 1234", "张伟 | 02158881234 |  |  | ");
    check("张伟 １３８００００１２３４", "张伟 | 13800001234 |  |  | ");
    check("张伟 2026-03-20 13800001234", "张伟 | 13800001234 |  |  | 2026-03-20");
}

#[test]
fn forms_name_what_follows() {
    check(
        "姓名：张伟\n电话：13800001234\n微信：zhangwei88\n来源：网络\n备注：周末来看车",
        "张伟 | 13800001234 | online |  | 周末来看车 | zhangwei88",
    );
    check("Name: John Smith, Phone: 12345, Source: Referral", "John Smith | 12345 | referral |  | ");
    check("客户 王总 手机 13800001234", "王总 | 13800001234 |  |  | ");
}

#[test]
fn names_of_other_places_have_several_words() {
    check("John Smith 13800001234 looked at Ariya", "John Smith | 13800001234 |  | Ariya | looked at Ariya");
    check("阿卜杜拉·买买提先生 13800001234", "阿卜杜拉·买买提先生 | 13800001234 |  |  | ");
}

#[test]
fn what_is_no_name_is_a_note() {
    check("想看车 13800001234", " | 13800001234 |  |  | 想看车");
    check("", " |  |  |  | ");
    check("13800001234", " | 13800001234 |  |  | ");
}

#[test]
fn a_name_alone_is_no_line() {
    assert!(!is_line("张伟"));
    assert!(!is_line("张伟 15万"));
    assert!(is_line("张伟 13800001234"));
}

proptest! {
    #[test]
    fn nothing_of_a_line_is_lost(line in "[张王李先生看了轩逸店来 ,，0-9a-z+-]{0,40}") {
        let pasted = read(&line, &Store::default(), &[]);
        let kept = format!("{}{}{}{}", pasted.name, pasted.phone, pasted.wechat, pasted.note);
        let letters = |it: &str| { let mut all: Vec<char> = it.chars().filter(|it| it.is_alphabetic()).collect(); all.sort_unstable(); all };
        prop_assert_eq!(letters(&kept), letters(&line));
        prop_assert_eq!(digits(&kept).len(), digits(&line).len());
    }
}
