//! Whatever is drawn, the text is short, says the same, and draws nothing but lines in the box.

use super::{HEIGHT, Ink, InkError, POINTS_MAX, Point, TEXT_MAX, WIDTH};
use proptest::prelude::*;

fn point() -> impl Strategy<Value = Point> {
    (-50..WIDTH + 50, -50..HEIGHT + 50).prop_map(|(x, y)| Point { x, y })
}

/// A hand: short steps, now and then a new stroke.
fn strokes() -> impl Strategy<Value = Vec<Vec<Point>>> {
    let steps = prop::collection::vec((-9..10_i32, -9..10_i32), 0..120);
    let stroke = (point(), steps).prop_map(|(mut at, steps)| {
        let mut all = vec![at];
        for (x, y) in steps {
            at = Point { x: at.x + x, y: at.y + y };
            all.push(at);
        }
        all
    });
    prop::collection::vec(stroke, 0..40)
}

proptest! {
    #[test]
    fn what_is_drawn_is_short_and_is_read_again(drawn in strokes()) {
        if let Ok(ink) = Ink::of(&drawn) {
            let text = ink.to_string();
            prop_assert!(text.len() <= TEXT_MAX);
            prop_assert!(text.bytes().all(|it| it.is_ascii_digit() || b" ,;-".contains(&it)), "{}", text);
            prop_assert!(ink.path().bytes().all(|it| it.is_ascii_digit() || b" -Ml".contains(&it)), "{}", ink.path());
            prop_assert_eq!(Ink::parse(&text), Ok(ink));
        }
    }

    #[test]
    fn no_other_text_is_read(text in "[-0-9,; a-z<>\"/]{0,40}") {
        if let Ok(ink) = Ink::parse(&text) {
            prop_assert_eq!(ink.to_string(), text);
        }
    }

    /// Simplifying keeps the ends of a stroke and moves no point of it farther than allowed.
    #[test]
    fn the_line_stays_where_it_was_drawn(steps in prop::collection::vec((-9..10_i32, -9..10_i32), 2..200)) {
        let mut at = Point { x: WIDTH / 2, y: HEIGHT / 2 };
        let mut drawn = vec![at];
        for (x, y) in steps {
            at = Point { x: (at.x + x).clamp(0, WIDTH), y: (at.y + y).clamp(0, HEIGHT) };
            drawn.push(at);
        }
        let kept = super::simplified(&drawn, 1);
        prop_assert_eq!(kept.first(), drawn.first());
        for it in &drawn {
            let near = kept.windows(2).any(|pair| {
                let [a, b] = pair else { return false };
                super::distance(*a, *b, *it) <= super::square(*a, *b).max(1)
            });
            prop_assert!(near || kept.len() == 1, "{:?} of {:?}", it, kept);
        }
    }
}

#[test]
fn a_straight_line_is_two_points() {
    let drawn: Vec<Point> = (0..200).map(|x| Point { x, y: 40 }).collect();
    assert_eq!(Ink::of(&[drawn]).map(|it| it.to_string()), Ok("0,40 199,0".into()));
}

#[test]
fn who_goes_back_over_the_line_has_drawn_all_of_it() {
    let there = (0..=100).map(|x| Point { x, y: 40 });
    let drawn: Vec<Point> = there.chain((50..100).rev().map(|x| Point { x, y: 40 })).collect();
    assert_eq!(Ink::of(&[drawn]).map(|it| it.to_string()), Ok("0,40 100,0 -50,0".into()));
}

#[test]
fn a_touch_by_mistake_is_no_signature() {
    let dots = [vec![Point { x: 9, y: 9 }], vec![Point { x: 99, y: 9 }]];
    assert_eq!([Ink::of(&[]), Ink::of(&dots[..1])], [Err(InkError::Faint), Err(InkError::Faint)]);
    assert_eq!(Ink::of(&dots).map(|it| it.to_string()), Ok("9,9;99,9".into()), "two dots of a name");
}

#[test]
fn scribbling_for_ever_is_too_much_or_is_made_coarser() {
    let zigzag =
        |step: i32| -> Vec<Point> { (0..3_000).map(|it| Point { x: it % WIDTH, y: (it * step) % HEIGHT }).collect() };
    assert_eq!(Ink::of(&[zigzag(97)]), Err(InkError::TooMuch));
    let again: Vec<_> = std::iter::repeat_n(zigzag(1), 81).collect();
    assert_eq!(Ink::of(&again), Err(InkError::TooMuch));
    let wave = |it: i32| Point { x: it / 4, y: 100 + it % 2 * 7 };
    let drawn: Vec<Point> = (0..2_400).map(wave).collect();
    assert!(super::simplified(&drawn, 1).len() > POINTS_MAX, "as it was drawn it would not fit");
    assert!(Ink::of(&[drawn]).is_ok());
}

#[test]
fn numbers_are_written_in_one_way() {
    for text in
        ["00,5 90,0", "+1,5 90,0", "-0,5 90,0", "1,5  90,0", "1,5 90,0;", "1.0,5 90,0", "1,5,6 90,0", "1000,5", ""]
    {
        assert_eq!(Ink::parse(text), Err(InkError::Form), "{text}");
    }
    assert_eq!(Ink::parse(&"1,1 ".repeat(2_000)), Err(InkError::TooMuch));
}
