//! The lists with which every store begins.

use super::Item;
use crate::fact::order::Call;
use crate::policy::Check;
use crate::questionnaire::Scale;

type Words = (&'static str, &'static str);

/// The nine steps 九大流程 \[T, order D\]: code, names, tip, check-list.
pub(super) fn steps() -> Vec<Item> {
    let step = |code: &str, name: Words, tip: Words, checks: &[(&str, &str, &str)]| Item {
        checks: checks.iter().map(|it| Check { code: it.0.into(), zh: it.1.into(), en: it.2.into() }).collect(),
        ..item(code, name, tip)
    };
    vec![
        step(
            "leads",
            ("集客", "Lead generation"),
            (
                "先问从哪里知道我们，再约一个具体的到店时间。",
                "Ask first how they heard of us, then agree on an exact time to come.",
            ),
            &[
                ("origin", "已问清来源", "Asked where they come from"),
                ("invited", "已邀约到店", "Invited to the showroom"),
                ("reachable", "已留下联系方式", "Contact details taken"),
            ],
        ),
        step(
            "preparation",
            ("准备", "Preparation"),
            (
                "见面前看一遍客户卡，备好资料和试驾车。",
                "Read the card before they come; have papers and test car ready.",
            ),
            &[
                ("card_read", "已看客户卡", "Card read"),
                ("papers", "资料已备", "Papers at hand"),
                ("car_ready", "试驾车已备", "Test car ready"),
            ],
        ),
        step(
            "reception",
            ("接待", "Reception"),
            ("三十秒内问候，先递水再谈车。", "Greet within thirty seconds; offer a drink before talking of cars."),
            &[
                ("greeted", "已问候并自我介绍", "Greeted, and introduced oneself"),
                ("card_given", "已递名片", "Business card given"),
                ("comfortable", "已请坐、上茶水", "Seated, with a drink"),
            ],
        ),
        step(
            "needs",
            ("需求分析", "Needs analysis"),
            (
                "多听少说：谁用、怎么用、多少钱、什么时候要。",
                "Listen more than you talk: who drives, what for, how much, by when.",
            ),
            &[
                ("use", "已了解用途与使用人", "Use and driver known"),
                ("budget", "已了解预算与付款方式", "Budget and payment known"),
                ("decider", "已了解决策人", "Who decides is known"),
                ("when", "已了解购车时间", "Time of purchase known"),
                ("rivals", "已了解对比车型", "Compared models known"),
            ],
        ),
        step(
            "presentation",
            ("产品介绍", "Presentation"),
            ("只讲客户在意的三点，让客户动手。", "Show the three points that matter to them; let them touch."),
            &[
                ("walk_round", "已做六方位介绍", "Walk-round done"),
                ("their_points", "已对应客户需求介绍", "Shown what they need"),
                ("compared", "已与竞品对比", "Compared with rivals"),
            ],
        ),
        step(
            "test_drive",
            ("试乘试驾", "Test drive"),
            (
                "先由顾问驾驶讲解，再换客户驾驶；回来马上问感受。",
                "Drive first and explain, then change seats; ask how it felt at once.",
            ),
            &[
                ("licence", "已核对驾驶证", "Licence seen"),
                ("agreement", "已签试驾协议", "Test-drive agreement signed"),
                ("driven", "客户已亲自驾驶", "The customer drove"),
                ("feedback", "已记录反馈", "Feedback taken down"),
            ],
        ),
        step(
            "quotation",
            ("报价成交", "Quotation and close"),
            ("价格最后谈；报价后马上请客户下订单。", "Price comes last; after the quotation, ask for the order."),
            &[
                ("quoted", "已给书面报价", "Quotation given in writing"),
                ("finance", "已介绍金融与保险", "Loan and insurance explained"),
                ("trade_in", "已评估旧车", "Old car appraised"),
                ("asked", "已请客户下订单", "Asked for the order"),
            ],
        ),
        step(
            "delivery",
            ("交车", "Delivery"),
            (
                "提前一天确认时间；留足一小时，拍照留念。",
                "Confirm the time a day ahead; take an hour, and a photograph.",
            ),
            &[
                ("appointed", "已约定交车时间", "Time agreed"),
                ("inspected", "已做交车前检查", "Pre-delivery inspection done"),
                ("explained", "已讲解操作与保养", "Handling and service explained"),
                ("introduced", "已介绍售后顾问", "Service advisor introduced"),
            ],
        ),
        step(
            "after_sales",
            ("售后跟踪回访", "After-sales follow-up"),
            (
                "三天内问用车感受；满意的客户请他推荐朋友。",
                "Ask within three days how it goes; ask the content for friends.",
            ),
            &[
                ("thanked", "已致谢", "Thanked"),
                ("first_service", "已提醒首保", "Reminded of the first service"),
                ("referral", "已请客户推荐", "Asked for a recommendation"),
            ],
        ),
    ]
}

/// Messages for what happens most.
pub(super) fn templates() -> Vec<Item> {
    vec![
        item(
            "thanks",
            ("来店致谢", "Thanks for the visit"),
            (
                "{客户}您好，我是{门店}的{顾问}，感谢您今天来看{车型}。有任何问题随时联系我。",
                "Hello {customer}, this is {advisor} of {store}. Thank you for coming to see {model} today. Call me with any question.",
            ),
        ),
        item(
            "invitation",
            ("邀约到店", "Invitation"),
            (
                "{客户}您好，我是{门店}的{顾问}。{车型}已到店，您看这两天哪天方便来看看？",
                "Hello {customer}, this is {advisor} of {store}. {model} is here; which day would suit you to see it?",
            ),
        ),
        item(
            "test_drive",
            ("试驾邀请", "Test-drive invitation"),
            (
                "{客户}您好，{车型}的试驾车已为您备好，请带上驾驶证，随时恭候。{门店} {顾问}",
                "Hello {customer}, {model} is ready for your test drive; please bring your licence. {advisor}, {store}",
            ),
        ),
        item(
            "quotation",
            ("报价跟进", "After the quotation"),
            (
                "{客户}您好，我是{门店}的{顾问}。{车型}的报价您看过了吗？今天定下来，我帮您把名额留住。",
                "Hello {customer}, this is {advisor} of {store}. Have you seen the quotation for {model}? I can keep it for you today.",
            ),
        ),
        item(
            "not_reached",
            ("未接通", "Could not reach you"),
            (
                "{客户}您好，我是{门店}的{顾问}，刚才给您打电话没有接通。您方便时请回个电话，谢谢。",
                "Hello {customer}, this is {advisor} of {store}. I could not reach you just now; please call back when it suits you.",
            ),
        ),
        item(
            "delivered",
            ("交车致谢", "After the delivery"),
            (
                "{客户}您好，恭喜您喜提{车型}！用车有任何问题请找我。{门店} {顾问}",
                "Hello {customer}, enjoy {model}! Whatever you need, call me. {advisor}, {store}",
            ),
        ),
    ]
}

/// The questions of the call-backs after a delivery \[D\]: on the third day how it goes, later how it was.
pub(super) fn questions() -> Vec<Item> {
    let question = |code: &str, name: Words, text: Words, scale, calls: &[Call]| Item {
        calls: calls.to_vec(),
        scale: Some(scale),
        ..item(code, name, text)
    };
    let later = [Call::Seventh, Call::Thirtieth];
    vec![
        question(
            "satisfaction",
            ("总体满意度", "Overall satisfaction"),
            (
                "总的来说，您对这次购车满意吗？1 分很不满意，5 分很满意。",
                "All in all, how content are you with the purchase? 1 is not at all, 5 is very.",
            ),
            Scale::Five,
            &[Call::Third, Call::Seventh, Call::Thirtieth],
        ),
        question(
            "condition",
            ("用车情况", "How the car is"),
            (
                "车开着怎么样，有没有哪里不会用或者不对劲？",
                "How is the car? Is there anything that is unclear or not right?",
            ),
            Scale::Words,
            &[Call::Third],
        ),
        question(
            "delivery",
            ("交车讲解", "Explanation at the delivery"),
            (
                "交车时的操作和保养讲解清楚吗？1 分很不清楚，5 分很清楚。",
                "How clear were handling and service explained at the delivery? 1 is not at all, 5 is very.",
            ),
            Scale::Five,
            &[Call::Seventh],
        ),
        question(
            "recommend",
            ("推荐意愿", "Would recommend us"),
            (
                "您有多大可能向亲友推荐我们店？0 分不可能，10 分一定会。",
                "How likely are you to recommend us to friends? 0 is never, 10 is certainly.",
            ),
            Scale::Ten,
            &later,
        ),
        question(
            "better",
            ("改进建议", "What to do better"),
            ("您觉得我们哪里可以做得更好？", "What could we do better?"),
            Scale::Words,
            &later,
        ),
    ]
}

fn item(code: &str, (zh, en): Words, (text_zh, text_en): Words) -> Item {
    Item {
        code: code.into(),
        zh: zh.into(),
        en: en.into(),
        text_zh: text_zh.into(),
        text_en: text_en.into(),
        ..Item::default()
    }
}
