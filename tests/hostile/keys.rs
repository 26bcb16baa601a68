//! Bytes from a terminal: what each case means, and floods of them in pieces, as a terminal sends them.

use crate::{in_good_time, replayed};
use granary::tui::decode::Decoder;
use granary::tui::input::{Input, Key, PASTE_MAX};

/// As many bytes as are read at once.
const PIECE: usize = 4096;

fn decoded(bytes: &[u8]) -> Vec<Input> {
    let (mut decoder, mut inputs) = (Decoder::new(), Vec::new());
    decoder.feed(bytes, &mut inputs);
    decoder.settle(&mut inputs);
    assert_eq!(decoder.patience(), None);
    inputs
}

fn told(bytes: &[u8]) -> String {
    let words: Vec<_> = decoded(bytes).iter().map(word).collect();
    if words.is_empty() {
        "nothing".to_owned()
    } else {
        words.join(", ")
    }
}

fn word(input: &Input) -> String {
    match input {
        Input::Key(key) => {
            let held = match (key.ctrl, key.alt) {
                (true, true) => "Ctrl-Alt-",
                (true, false) => "Ctrl-",
                (false, true) => "Alt-",
                (false, false) => "",
            };
            format!("{held}{:?}", key.code)
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn the_corpus_means_what_a_terminal_can_mean_and_nothing_else() {
    insta::assert_snapshot!("keys", replayed("keys", told));
}

/// Feeds bytes as they come; gives how many inputs they were, and the most that one piece made.
fn flooded(bytes: &[u8]) -> (usize, usize) {
    let (mut decoder, mut inputs) = (Decoder::new(), Vec::new());
    let (mut count, mut most) = (0, 0);
    for piece in bytes.chunks(PIECE) {
        decoder.feed(piece, &mut inputs);
        count += inputs.len();
        most = most.max(inputs.len());
        inputs.clear();
    }
    decoder.settle(&mut inputs);
    count += inputs.len();
    // What is begun is small, whatever came: a machine is its bytes.
    inputs.clear();
    decoder.feed(b"q", &mut inputs);
    assert_eq!(
        inputs,
        [Input::Key(Key::char('q'))],
        "the next key is heard"
    );
    (count, most)
}

#[test]
fn a_sequence_of_a_million_parameters_means_nothing_and_ends() {
    for opener in [
        "\u{1b}[", "\u{1b}]", "\u{1b}P", "\u{1b}_", "\u{1b}^", "\u{1b}X", "\u{1b}[<", "\u{1b}[?",
    ] {
        for filler in ["1", "1;", ";", ":", "9"] {
            let bytes = format!("{opener}{}", filler.repeat(1_000_000 / filler.len()));
            let (count, _) = in_good_time(opener, || flooded(bytes.as_bytes()));
            assert_eq!(count, 0, "{opener:?} {filler}");
        }
    }
}

#[test]
fn a_bracketed_paste_of_ten_mebibytes_is_one_paste_within_its_bound() {
    let text = "x".repeat(10 << 20);
    for bytes in [
        format!("\u{1b}[200~{text}\u{1b}[201~"),
        format!("\u{1b}[200~{text}"),
        format!("\u{1b}[200~{}\u{1b}[201~", "\u{1b}[201".repeat(1 << 20)),
        format!("\u{1b}[200~{}\u{1b}[201~", "\u{1b}[200~".repeat(1 << 20)),
    ] {
        let inputs = decoded(bytes.as_bytes());
        let [Input::Paste(kept)] = &inputs[..] else {
            panic!("a paste is one input, not {}", inputs.len());
        };
        assert!(kept.len() <= PASTE_MAX);
    }
}

#[test]
fn a_paste_without_brackets_is_keys_piece_by_piece() {
    for letter in ["q", "\r", "漢", "\u{1b}", "\u{9b}", "\u{3}"] {
        let bytes = letter.repeat((10 << 20) / letter.len());
        let (count, most) = flooded(bytes.as_bytes());
        assert!(count <= bytes.len() && most <= PIECE, "{letter:?}");
    }
}

#[test]
fn broken_text_of_a_mebibyte_is_read_in_good_time() {
    for byte in 0x80..=0xff {
        let bytes = vec![byte; 1 << 20];
        in_good_time("a row of one byte", || flooded(&bytes));
    }
}
