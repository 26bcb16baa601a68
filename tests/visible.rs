//! Text from outside cannot steer a terminal, and reads the same however often it is made visible.

use granary::lab::visible::{MARKS_MAX, visible, visible_bytes, visible_json};
use std::borrow::Cow;

#[test]
fn what_steers_or_hides_is_spelled_out() {
    let table = [
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\u{7}\u{8}\u{7f}\0", r"\x07\x08\x7f\x00"),
        ("\u{1b}[2J", r"\e[2J"),
        ("\u{1b}]0;t\u{7}", r"\e]0;t\x07"),
        ("\u{1b}]52;c;b64\u{7}", r"\e]52;c;b64\x07"),
        ("\u{1b}]8;;url\u{1b}\\", r"\e]8;;url\e\"),
        ("\u{9b}31m\u{90}\u{9d}", r"\u{9b}31m\u{90}\u{9d}"),
        (
            "abc\u{202e}def\u{2066}\u{2069}",
            r"abc\u{202e}def\u{2066}\u{2069}",
        ),
        (
            "\u{200b}\u{feff}\u{200d}\u{ad}",
            r"\u{200b}\u{feff}\u{200d}\u{ad}",
        ),
        ("\u{2028}\u{2029}\u{61c}", r"\u{2028}\u{2029}\u{61c}"),
        ("\u{fe0f}\u{e0001}\u{3164}", r"\u{fe0f}\u{e0001}\u{3164}"),
    ];
    for (text, expected) in table {
        assert_eq!(visible(text), expected);
        assert_eq!(visible_bytes(text.as_bytes()), expected);
    }
}

#[test]
fn what_is_only_unusual_stays_and_is_not_copied() {
    for text in [
        "",
        "plain text",
        "日本語",
        "e\u{301}",
        "Ωμέγα \\n \u{fffd}",
        "שלום",
        "🐦",
    ] {
        assert!(
            matches!(visible(text), Cow::Borrowed(same) if same == text),
            "{text:?}"
        );
        assert!(matches!(visible_bytes(text.as_bytes()), Cow::Borrowed(_)));
    }
}

#[test]
fn bytes_that_are_no_text_are_spelled_one_by_one() {
    assert_eq!(visible_bytes(b"a\xffb\xc3"), r"a\xffb\xc3");
    assert_eq!(visible_bytes(b"\xed\xa0\x80"), r"\xed\xa0\x80");
    assert_eq!(visible_bytes(b"\xf0\x9f\x90 ok\n"), r"\xf0\x9f\x90 ok\n");
}

#[test]
fn a_tower_of_accents_is_cut_off() {
    let tower = format!("o{}x", "\u{301}".repeat(1000));
    let shown = visible(&tower);
    assert_eq!(shown.matches('\u{301}').count(), MARKS_MAX);
    assert_eq!(shown.matches(r"\u{301}").count(), 1000 - MARKS_MAX);
    assert!(shown.ends_with('x'));
}

#[test]
fn a_line_of_json_stays_the_same_json() {
    for text in [
        format!("o{}x", "\u{301}".repeat(1000)),
        "a\u{202e}b\u{2028}c\u{7f}d\u{9b}e\u{e0041}".to_owned(),
        (0..=0x10_ffff).filter_map(char::from_u32).collect(),
    ] {
        let line = serde_json::Value::from(text.as_str()).to_string();
        let shown = visible_json(&line);
        assert_eq!(visible(&shown), shown, "nothing in it steers or hides");
        assert_eq!(serde_json::from_str::<String>(&shown).expect("JSON"), text);
    }
}

#[test]
fn twice_is_as_good_as_once() {
    for letter in (0..=0x10_ffff).filter_map(char::from_u32) {
        let text = format!("a{letter}b");
        let once = visible(&text).into_owned();
        assert_eq!(visible(&once), once);
        assert!(!once.chars().any(char::is_control));
    }
    for bytes in [
        b"\x1b\xff\\".as_slice(),
        "o\u{301}\u{300}\n".repeat(40).as_bytes(),
    ] {
        let once = visible_bytes(bytes).into_owned();
        assert_eq!(visible(&once), once);
    }
}
