//! Why, by keys alone: walks along causes, questions about what is selected, the filter and the folds of the feed.

use crate::stage::Stage;
use granary::ids::NodeId;
use granary::play::verbs::VERBS;
use granary::tui::input::{Key, KeyCode};
use granary::tui::scene::Pane;
use granary::tui::window_verbs::{WINDOW_VERBS, WindowDeed, complete, read};

/// Five nodes that campaign only when they are told to.
fn quiet() -> Stage {
    Stage::playing("cluster 5\nset election off\n").sized(120, 40)
}

/// s1 leads, and its first command is committed.
fn committed() -> Stage {
    let mut stage = quiet();
    stage
        .line("elect s1")
        .line("settle")
        .line("submit s1 set x 1")
        .line("settle");
    stage
}

fn focus(stage: &mut Stage, pane: Pane) {
    for _ in 0..Pane::ALL.len() {
        if stage.desk.ui.focused() == pane {
            return;
        }
        stage.press(Key::plain(KeyCode::Tab));
    }
    panic!("there is no way to that pane");
}

#[test]
fn a_walk_goes_back_along_causes_and_forth_again() {
    let mut stage = committed();
    focus(&mut stage, Pane::Why);
    stage.line("filter commit").keys("k");
    stage.line("filter off");
    focus(&mut stage, Pane::Why);
    let mut seen = Vec::new();
    stage.press(Key::char('/'));
    stage.keys("s1 commits up to #2 Enter");
    for _ in 0..40 {
        stage.keys("[");
        let answer = stage.answer();
        seen.push(answer.clone());
        if answer.starts_with("nothing led to this") {
            break;
        }
    }
    let chain = seen.join("\n");
    for step in [
        "s1 knows that",
        "gets the append reply",
        "appends #2",
        "is asked to set",
        "nothing led to this: a client asked",
    ] {
        assert!(chain.contains(step), "no `{step}` in\n{chain}");
    }
    let steps = seen.len() - 1;
    for step in (0..steps - 1).rev() {
        stage.keys("]");
        assert_eq!(stage.answer(), seen[step], "step {step}");
    }
}

#[test]
fn an_event_without_a_line_of_its_own_has_one_while_the_walk_stands_on_it() {
    let mut stage = committed();
    focus(&mut stage, Pane::Why);
    let lines = stage.desk.lab.feed().len();
    stage.press(Key::char('/'));
    stage.keys("s1 commits up to #2 Enter [");
    stage.sees("knows that");
    let layout = stage.layout();
    let scene = granary::tui::compose::compose(&stage.desk.lab, &stage.desk.ui, &layout);
    assert_eq!(scene.feed.lines_all, lines + 1);
    stage.keys("Down").misses("knows that s2 holds up to #2");
}

#[test]
fn the_node_and_the_log_cell_of_an_event_are_lit() {
    let mut stage = committed();
    focus(&mut stage, Pane::Why);
    stage.press(Key::char('/'));
    stage.keys("takes #2 from Enter");
    let follower = stage.desk.ui.selected;
    assert_ne!(follower, NodeId(1));
    assert_eq!(stage.desk.ui.view(Pane::Log).cursor, 1, "the second column");
    let layout = stage.layout();
    let scene = granary::tui::compose::compose(&stage.desk.lab, &stage.desk.ui, &layout);
    let cursor = scene.log.cursor.expect("the cell is lit");
    assert_eq!((cursor.node, cursor.index.0), (follower, 2));
}

#[test]
fn w_answers_about_what_is_selected() {
    let mut stage = committed();
    stage
        .keys("3 w")
        .sees("what does s3 wait for?")
        .sees("follows s1");
    stage
        .keys("Esc")
        .line("partition s1 s2 | s3 s4 s5")
        .line("submit s1 set y 2")
        .line("tick 3");
    focus(&mut stage, Pane::Log);
    stage.keys("1 w");
    insta::assert_snapshot!("why_entry_120x40", stage.shown());
    stage.keys("Esc");
    focus(&mut stage, Pane::Why);
    stage.keys("w").sees("why did this happen");
}

#[test]
fn questions_are_typed_too_and_what_if_is_one_possible_future() {
    let mut stage = committed();
    stage
        .line("partition s1 s2 | s3 s4 s5")
        .line("submit s1 set y 2")
        .line("tick 3");
    stage
        .line("why commit 3")
        .sees("2 of 5 disks hold it (s1 s2): one more is needed")
        .sees("key H");
    stage
        .keys("Esc")
        .line("why leader s3")
        .sees("why is s3 not leader?");
    stage
        .keys("Esc")
        .line("why nothing")
        .sees("why does nothing happen?");
    let hash = stage.view().trace_hash();
    stage.keys("Esc").line("why what if heal");
    stage.sees("possible future").sees("commits up to #3");
    insta::assert_snapshot!("why_what_if_120x40", stage.shown());
    assert_eq!(stage.view().trace_hash(), hash, "nothing was done");
    stage.keys("Esc").line("why leader").sees("which node?");
}

#[test]
fn the_feed_shows_what_the_filter_lets_through() {
    let mut stage = committed();
    focus(&mut stage, Pane::Why);
    stage
        .line("filter s3")
        .sees("filter: s3")
        .misses("s1    commits");
    stage
        .line("filter commit")
        .sees("filter: commit")
        .sees("commits up to #2")
        .misses("appends #2");
    stage
        .line("filter appends #2")
        .sees("appends #2")
        .misses("commits up to #2");
    stage
        .line("filter off")
        .misses("filter:")
        .sees("commits up to #2");
}

#[test]
fn what_is_tried_again_and_again_is_one_line_with_a_count() {
    let mut stage = committed();
    stage
        .line("lose s1->s3 append")
        .line("submit s1 set y 2")
        .line("tick 60");
    focus(&mut stage, Pane::Why);
    let (events, shown) = (stage.desk.lab.feed().len(), stage.shown());
    assert_eq!(
        shown.matches("refuses the append of s1").count(),
        1,
        "{shown}"
    );
    assert!(shown.contains("10x refuses the append of s1"), "{shown}");
    let layout = stage.layout();
    let scene = granary::tui::compose::compose(&stage.desk.lab, &stage.desk.ui, &layout);
    assert!(
        scene.feed.lines_all + 20 < events,
        "{} of {events}",
        scene.feed.lines_all
    );
}

#[test]
fn a_majority_that_is_gathered_is_shown_with_its_names() {
    let mut stage = committed();
    stage
        .line("hold s3->s1")
        .line("hold s4->s1")
        .line("hold s5->s1")
        .line("hold s1->s3")
        .line("hold s1->s4")
        .line("hold s1->s5");
    stage.line("submit s1 set y 2").line("tick 4");
    stage.sees("#3 held by s1 s2: 2 disks, 3 needed");
    stage.size = (200, 60);
    stage.sees("held by s1 s2 · · ·  2 of 3 disks");
    stage.size = (120, 40);
    focus(&mut stage, Pane::Nodes);
    stage
        .keys("1 Enter")
        .sees("the majority it gathers for #3")
        .sees("held by s1 s2 · · ·  2 of 3 disks");
    let mut stage = quiet();
    stage
        .line("elect s2")
        .line("deliver s2->s1 vote")
        .line("deliver s1->s2 vote-reply");
    stage
        .sees("2 votes of s1 s2, needs 3")
        .keys("2 Enter")
        .sees("votes s1 s2 · · ·  2 of 3");
}

#[test]
fn the_verbs_of_the_window_are_none_of_the_language() {
    for own in WINDOW_VERBS {
        assert!(
            VERBS.iter().all(|verb| verb.word != own.word),
            "{}",
            own.word
        );
        assert!(own.sentence.ends_with('.') && !own.usage.is_empty());
        assert!(own.usage.iter().all(|usage| usage.starts_with(own.word)));
        assert!(read(own.word).is_some(), "{}", own.word);
        let offered = complete(&own.word[..2], 2, 5);
        assert!(offered.iter().any(|found| found.text == own.word));
    }
    assert!(WINDOW_VERBS.is_sorted_by_key(|row| row.word));
    assert_eq!(read("tick 3"), None);
    assert_eq!(read("why"), Some(Ok(WindowDeed::AskSelected)));
    assert!(matches!(read("why tomorrow"), Some(Err(_))));
    assert!(matches!(read("why commit x"), Some(Err(_))));
}
