//! How a text falls into words, strings and symbols.

use crate::{deeds, play, wrong};
use granary::cluster::Action;
use granary::play::Place;
use granary::play::token::{SYMBOLS, TokenKind, tokens};

/// The tokens of one line, written out with blanks between; strings in quotes.
fn cut(text: &str) -> String {
    let tokens = tokens(text);
    assert_eq!(tokens.mistake, None, "{text}");
    let spell = |kind: &TokenKind<'_>| match kind {
        TokenKind::Word(word) => Some(word.filled("$i")),
        TokenKind::Quoted(string) => Some(format!("{:?}", string.filled("$i"))),
        TokenKind::Symbol(symbol) => Some(symbol.spelling().to_owned()),
        TokenKind::LineEnd => None,
    };
    let words: Vec<String> = tokens
        .list
        .iter()
        .filter_map(|token| spell(&token.kind))
        .collect();
    words.join(" ")
}

#[test]
fn words_and_symbols_need_no_blanks() {
    let table = [
        ("10..19", "10 .. 19"),
        ("s1->s2", "s1 -> s2"),
        ("*->*", "* -> *"),
        ("x=5", "x = 5"),
        ("x!=5<=6>=7<8>9", "x != 5 <= 6 >= 7 < 8 > 9"),
        ("[1 1 2n]", "[ 1 1 2n ]"),
        ("{x=5 y=7}", "{ x = 5 y = 7 }"),
        ("s1|s2", "s1 | s2"),
        ("tick;tick:", "tick ; tick :"),
        (
            "prev-term vote-reply a.b-c_D",
            "prev-term vote-reply a.b-c_D",
        ),
        ("1.5..3", "1.5 .. 3"),
        ("k$i a-$i $i.x", "k$i a-$i $i.x"),
        ("\"a b\"\"c\"", "\"a b\" \"c\""),
        ("tick# no more \"", "tick"),
        ("\"# no comment\"", "\"# no comment\""),
        ("\ttick\t 5 ", "tick 5"),
    ];
    for (text, expected) in table {
        assert_eq!(cut(text), expected, "{text}");
    }
}

#[test]
fn every_symbol_is_read_back() {
    for (spelling, symbol) in SYMBOLS {
        assert_eq!(&cut(spelling), spelling);
        assert_eq!(symbol.spelling(), *spelling);
    }
}

#[test]
fn strings_know_three_escapes() {
    let note = |text: &str| match deeds(text).remove(0) {
        granary::play::Deed::Note(text) => text.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        note(r#"note "a \"b\" \\ \$i $5 $i ü""#),
        r#"a "b" \ $i $5 $i ü"#
    );
    assert_eq!(
        wrong(r#"note "a\n""#),
        r#"1:8: found `\n`, expected `\"`, `\\` or `\$`"#
    );
    assert_eq!(
        wrong("note \"a\ntick"),
        "1:6: a string begins here and does not end on its line"
    );
    assert_eq!(
        wrong("note \"a\\"),
        r#"1:8: found `\`, expected `\"`, `\\` or `\$`"#
    );
}

#[test]
fn what_is_no_token_is_named_with_its_place() {
    let what = "expected a word, a string in double quotes or a symbol";
    for (text, place, found) in [
        ("tick -5", "1:6", "-"),
        ("tick 5-", "1:7", "-"),
        ("tick .5", "1:6", "."),
        ("tick $x", "1:6", "$"),
        ("tick\n  ü", "2:3", "ü"),
        ("tick !", "1:6", "!"),
        ("tick (1)", "1:6", "("),
        ("tick\u{a0}5", "1:5", "\u{a0}"),
        ("tick \u{1b}[2J", "1:6", "\u{fffd}"),
    ] {
        assert_eq!(wrong(text), format!("{place}: found `{found}`, {what}"));
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_mean_nothing() {
    let plain = play("title \"A\"\ntick 5\n\ncrash s1\n");
    assert_eq!(
        play("\u{feff}title \"A\"\r\ntick 5\r\n\r\ncrash s1\r\n"),
        plain
    );
    let placed = play("\u{feff}tick");
    assert_eq!(placed.statements[0].place, Place { line: 1, column: 1 });
    assert_eq!(wrong("\u{feff}tikc"), wrong("tikc"));
    assert!(wrong("tick 5 x\r\n").starts_with("1:8: found `x`"));
}

#[test]
fn columns_count_characters() {
    assert_eq!(
        wrong("note \"äöü\" x"),
        "1:12: found `x`, expected the end of the statement"
    );
}

#[test]
fn semicolons_line_ends_and_comments_separate_statements() {
    let three = vec![Action::Tick(1), Action::Flush, Action::Settle];
    for text in [
        "tick; flush; settle",
        "tick;;flush;settle;",
        "tick\nflush # x\n\n# y\nsettle",
        ";tick 1\n;flush;\nsettle",
    ] {
        let said: Vec<Action> = deeds(text)
            .into_iter()
            .map(|deed| match deed {
                granary::play::Deed::Act { action, .. } => action,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(said, three, "{text}");
    }
}
