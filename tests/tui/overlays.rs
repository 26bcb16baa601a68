//! What lies over the panes, by hand: help, details, a note, a prompt.

use granary::tui::layout::Layout;
use granary::tui::scene::{
    BranchLine, BranchesScene, Completion, DetailLine, DetailsScene, HelpLine, HelpScene,
    NoteScene, PromptScene, TableLine, TableScene,
};

/// The list of keys, as far as the layout has room.
pub fn help(layout: &Layout) -> HelpScene {
    let key = |keys: &str, about: &str, verb: &str, active| HelpLine::Key {
        keys: keys.into(),
        about: match verb {
            "" => about.into(),
            verb => format!("{about} ({verb})"),
        },
        active,
    };
    let all = vec![
        HelpLine::Group("Time".into()),
        key("space", "run or pause", "", true),
        key("+ -", "faster, slower", ":speed N", true),
        key("s", "one tick forward", "tick", true),
        key("b", "back to the last tick boundary", "", true),
        key("e", "the next event of the run", "step", true),
        key(
            "u U",
            "undo, redo the last action, whatever its size",
            "",
            false,
        ),
        HelpLine::Group("Nodes".into()),
        key("1-9", "select a node", "", true),
        key("x", "kill (crash) the selected node", "crash NODE", true),
        key("r", "restart it", "restart NODE", false),
        key(
            "P",
            "pause its process, or let it go on",
            "pause NODE",
            true,
        ),
        key("t", "its election timer fires now", "timeout NODE", true),
        HelpLine::Group("Network".into()),
        key("p", "edit partitions and links", "partition SETS", true),
        key("i", "isolate or reconnect the node", "isolate NODE", true),
        key("H", "heal everything", "heal", true),
        HelpLine::Group("Window".into()),
        key("z", "zoom the pane", ":zoom", true),
        key("?", "this help", "", true),
        key("q", "quit; one line brings this moment back", ":quit", true),
    ];
    let rows = layout.overlay_rows();
    HelpScene {
        search: String::new(),
        lines_before: 0,
        lines_all: all.len(),
        lines: all.into_iter().take(rows).collect(),
        cursor: Some(3),
    }
}

/// A leader as Figure 2 of the paper has it.
pub fn details(layout: &Layout) -> DetailsScene {
    let fact = |name: &str, value: &str, remark: &str| DetailLine::Fact {
        name: name.into(),
        value: value.into(),
        remark: remark.into(),
    };
    let group = |name: &str| DetailLine::Group(name.into());
    let all = vec![
        group("persistent: on disk before any answer"),
        fact("currentTerm", "4", "the highest term it has seen"),
        fact("votedFor", "s3", "itself"),
        fact("log[]", "#1-13, 12 of them synced", "the last of term 4"),
        group("volatile"),
        fact(
            "commitIndex",
            "11",
            "a majority holds #11, and it is of term 4",
        ),
        fact("lastApplied", "11", ""),
        group("as the leader: made anew after each election"),
        fact("nextIndex[]", "s1 14  s2 14  s4 10  s5 8", ""),
        fact("matchIndex[]", "s1 11  s2 11  s4 9  s5 7", ""),
        group("disk"),
        DetailLine::Text("00000040  1f 8b 00 04  record 7: entry #12, term 4, 9 bytes".into()),
    ];
    DetailsScene {
        title: "s3, as Figure 2 has it".into(),
        lines_before: 0,
        lines_all: all.len(),
        lines: all.into_iter().take(layout.overlay_rows()).collect(),
    }
}

/// A note of a play.
pub fn note() -> NoteScene {
    NoteScene {
        title: "minority-leader".into(),
        text: "s5 still believes that it leads: nobody who knows better can reach it. It takes commands, but none \
               of them can commit, because a majority never hears of them.\n\nWatch what becomes of its entries 8 and \
               9 when the wall comes down."
            .into(),
        lines_before: 0,
        go_on: "Enter continues".into(),
    }
}

/// A prompt with completions, one of them chosen, and an error.
pub fn prompt() -> PromptScene {
    let completion = |text: &str, about: &str| Completion {
        text: text.into(),
        about: about.into(),
    };
    PromptScene {
        lead: ":".into(),
        text: "crash s9 at".into(),
        cursor: 11,
        ghost: " sync".into(),
        completions: vec![
            completion("crash s1", "the follower s1"),
            completion("crash s3", "the leader of term 4"),
            completion("crash s5", "the stale leader of term 3"),
        ],
        chosen: Some(1),
        error: "there is no s9: this cluster has s1 to s5".into(),
    }
}

/// A tree of three branches, one of them compared.
pub fn branches() -> BranchesScene {
    let branch = |depth, label: &str, extent: &str, is_here| BranchLine::Branch {
        depth,
        label: label.into(),
        extent: extent.into(),
        is_here,
    };
    let lines = vec![
        branch(0, "from the start", "12 actions, to tick 48", false),
        branch(1, "crash s3", "9 actions, to tick 61", true),
        branch(
            1,
            "partition s1 s2 | s3 s4 s5",
            "15 actions, to tick 90",
            false,
        ),
        BranchLine::Difference("here / at the end of that branch".into()),
        BranchLine::Difference("s5: log from #8 on [3 3] / [4 4 4]".into()),
        BranchLine::Difference("s5: committed up to #7 / #10".into()),
    ];
    BranchesScene {
        lines_before: 0,
        lines_all: lines.len(),
        lines,
        cursor: Some(2),
    }
}

/// What was broken just now.
pub fn alarm() -> NoteScene {
    NoteScene {
        title: "BROKEN election-safety".into(),
        text: "election-safety was broken at tick 12: s3 leads term 2, which s1 led before, while majority is off\n\
               election-safety (§5.2): At most one node ever leads a term, over the whole run."
            .into(),
        lines_before: 0,
        go_on: "Enter goes on   E goes back".into(),
    }
}

/// A table of three rows, one of them loud.
pub fn table() -> TableScene {
    let line = |mark: &str, name: &str, fact: &str, said: &str, loud| TableLine {
        mark: mark.into(),
        name: name.into(),
        fact: fact.into(),
        said: said.into(),
        loud,
    };
    TableScene {
        title: "Safety: 1 of 3 invariants is broken".into(),
        widths: [1, 17, 6],
        lines_before: 0,
        lines_all: 3,
        lines: vec![
            line("E", "election-safety", "BROKEN", "tick 12: s3 leads term 2, which s1 led before", true),
            line("V", "vote-once", "whole", "All votes that a node casts in a term name one candidate.", false),
            line("Q", "elected-by-quorum", "whole", "A leader has the votes of a majority.", false),
        ],
        cursor: Some(1),
        full: "All votes that a node casts in a term, across crashes, name one candidate. (§5.2) Whole up to here.".into(),
        keys: "Enter goes to the last good moment   Esc closes",
    }
}
