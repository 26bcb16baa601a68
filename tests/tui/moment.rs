//! One moment by hand: s4 is killed, s5 is a stale leader, cut off in term 3, and s3 leads term 4.
//!
//! The scene is filled to the windows of the layout, as the composer does it.

use granary::ids::{Index, NodeId, NodeSet, Term, Tick};
use granary::node::Role;
use granary::transport::MessageKind;
use granary::tui::layout::{Facts, Layout};
use granary::tui::scene::{
    CellKind, Fate, FeedLine, FeedScene, FlightLine, HeaderScene, Hint, Holding, KvLine, KvScene,
    LeaderFact, LogCell, LogRow, LogScene, NetScene, NodeMark, NodeScene, NodesScene, Pace, Pane,
    RequestLine, RequestMood, Scene, Standing, StatusLine, Timeline, Timer, TimerKind, Tone,
};

/// The facts of the layout: as many nodes, the focus on the nodes.
pub fn facts(nodes: usize) -> Facts {
    Facts {
        nodes,
        term: Term(4),
        ..Facts::default()
    }
}

/// The moment, with so many of its nodes: beyond five they are followers like s1.
pub fn moment(nodes: usize, layout: &Layout) -> Scene {
    Scene {
        header: header(nodes),
        focus: Pane::Nodes,
        nodes: NodesScene {
            nodes: ids(nodes).map(|id| node(id.0)).collect(),
        },
        log: log(nodes, layout),
        net: net(layout),
        kv: kv(nodes, layout),
        feed: feed(layout),
        status: layout.has_status_line().then(|| StatusLine {
            tone: Tone::Plain,
            text: "1055 set x=7 is #13: 1 of 3 copies, sent to s1 s2 (s4 down)".into(),
        }),
        footer: footer(),
        prompt: None,
        overlay: None,
    }
}

/// The moment before the first tick: nodes with empty logs, paused, and one line that says what to press.
pub fn first_moment(nodes: usize, layout: &Layout) -> Scene {
    let mut scene = moment(nodes, layout);
    scene.header = HeaderScene {
        play: String::new(),
        tick: Tick(0),
        pace: Pace::Paused,
        leader: None,
        reachable: nodes,
        ..scene.header
    };
    for node in &mut scene.nodes.nodes {
        *node = NodeScene {
            id: node.id,
            selected: node.id.0 == 1,
            term: Term(0),
            vote: None,
            last_index: Index(0),
            last_term: Term(0),
            durable_index: Index(0),
            commit: Some(Index(0)),
            applied: Some(Index(0)),
            timer: Some(timer(TimerKind::Election, 0, 10 + node.id.0)),
            ..self::node(1)
        };
    }
    scene.log.last = Index(0);
    scene.log.committed = Index(0);
    scene.log.entry = String::new();
    for row in &mut scene.log.rows {
        (row.selected, row.down) = (row.node.0 == 1, false);
        row.cells.clear();
        (row.applied, row.matched, row.next) = (None, None, None);
        row.note = String::new();
    }
    scene.net = NetScene {
        groups: vec![ids(nodes).collect()],
        settings: scene.net.settings,
        ..NetScene::default()
    };
    scene.kv = KvScene {
        of: None,
        nodes: scene.kv.nodes,
        ..KvScene::default()
    };
    scene.feed = FeedScene {
        follow: true,
        ..FeedScene::default()
    };
    scene.status = Some(StatusLine {
        tone: Tone::Plain,
        text: "five followers, no leader yet: space runs time, s is one tick, ? shows all keys"
            .into(),
    });
    scene
}

fn ids(nodes: usize) -> impl Iterator<Item = NodeId> {
    (0..nodes).map(NodeId::at_slot)
}

fn header(nodes: usize) -> HeaderScene {
    HeaderScene {
        rules_off: Vec::new(),
        play: "minority-leader".into(),
        nodes,
        seed: 42,
        tick: Tick(1055),
        is_mid_tick: false,
        past_of: None,
        pace: Pace::Running("x4".into()),
        leader: (nodes >= 3).then_some(LeaderFact {
            node: NodeId(3),
            term: Term(4),
            doubtful: false,
        }),
        reachable: nodes.min(3).max(nodes.saturating_sub(2)),
        quorum: nodes / 2 + 1,
        safety: Vec::new(),
    }
}

fn node(id: u64) -> NodeScene {
    let follower = |last, elapsed, drawn| NodeScene {
        id: NodeId(id),
        selected: false,
        standing: Standing::Up(Role::Follower),
        term: Term(4),
        vote: Some(NodeId(3)),
        last_index: Index(last),
        last_term: Term(4),
        durable_index: Index(last),
        commit: Some(Index(11)),
        applied: Some(Index(11)),
        timer: Some(timer(TimerKind::Election, elapsed, drawn)),
        votes: None,
        marks: Vec::new(),
    };
    match id {
        2 => follower(11, 2, 14),
        3 => NodeScene {
            selected: true,
            standing: Standing::Up(Role::Leader),
            timer: Some(timer(TimerKind::Heartbeat, 1, 3)),
            durable_index: Index(12),
            ..follower(13, 0, 0)
        },
        4 => NodeScene {
            standing: Standing::Down,
            commit: None,
            applied: None,
            timer: None,
            ..follower(9, 0, 0)
        },
        5 => NodeScene {
            standing: Standing::DoubtfulLeader,
            term: Term(3),
            vote: Some(NodeId(5)),
            last_term: Term(3),
            commit: Some(Index(7)),
            applied: Some(Index(7)),
            timer: Some(timer(TimerKind::Heartbeat, 2, 3)),
            marks: vec![NodeMark::CutOff],
            ..follower(9, 0, 0)
        },
        _ => follower(12, 1, 11),
    }
}

fn timer(kind: TimerKind, elapsed: u64, drawn: u64) -> Timer {
    Timer {
        kind,
        elapsed,
        drawn,
    }
}

const TERMS: [u64; 13] = [1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4];
const COMMANDS: [&str; 13] = [
    "no-op",
    "x=1",
    "y=1",
    "no-op",
    "color=green",
    "x=2",
    "y=2",
    "no-op",
    "x=2",
    "x=3",
    "y=hello",
    "z=1",
    "x=7",
];

/// The first column, so that the last one is in the window.
fn first_column(layout: &Layout) -> usize {
    14_usize.saturating_sub(layout.log.columns).max(1)
}

fn log(nodes: usize, layout: &Layout) -> LogScene {
    let first = first_column(layout);
    LogScene {
        shape: layout.log,
        first: Index(first as u64),
        last: Index(13),
        committed: Index(11),
        follow: true,
        rows: ids(nodes).map(|id| row(id.0, layout)).collect(),
        cursor: None,
        meter: None,
        entry: "#13 set x=7, term 4, on s3 alone: commits when 2 more of 5 disks hold it".into(),
    }
}

fn row(id: u64, layout: &Layout) -> LogRow {
    let (last, commit, note) = match id {
        2 => (11, 11, "match 11   next 14   in flight #12-13"),
        3 => (13, 11, "an entry of term 4 commits on 3 of 5 disks"),
        4 => (9, 9, "match  9   next 10   down, disk kept"),
        5 => (9, 7, "cut off: #8-9 of term 3 never reached a majority"),
        _ => (12, 11, "match 11   next 14   in flight #13"),
    };
    LogRow {
        node: NodeId(id),
        selected: id == 3,
        down: id == 4,
        cells: (first_column(layout)..=last)
            .map(|index| cell(id, index, commit, layout.log.shows_commands))
            .collect(),
        odd_runs_before: false,
        applied: (id != 4).then_some(Index(commit as u64)),
        matched: matches!(id, 1 | 2).then_some(Index(11)),
        next: match id {
            4 => Some(Index(10)),
            1 | 2 => Some(Index(14)),
            _ => None,
        },
        note: note.into(),
    }
}

fn cell(id: u64, index: usize, commit: usize, shows_commands: bool) -> LogCell {
    let conflict = id == 5 && index > 7;
    LogCell {
        term: Term(if conflict { 3 } else { TERMS[index - 1] }),
        kind: match (id, index <= commit) {
            (4, _) => CellKind::OnDisk,
            _ if conflict => CellKind::Conflict,
            (_, true) => CellKind::Committed,
            (_, false) => CellKind::Unknown,
        },
        text: if shows_commands {
            COMMANDS[index - 1].into()
        } else {
            String::new()
        },
    }
}

/// Messages: number, from, to, what it carries and the same in short.
const APPENDS: [(u64, u64, u64, &str, &str); 4] = [
    (811, 3, 1, "prev 12/4 #13", "#13"),
    (812, 3, 2, "prev 11/4 #12-13", "#12-13"),
    (814, 3, 5, "prev 7/2 #8-13", "#8-13"),
    (815, 5, 1, "prev 7/2 #8-9", "#8-9"),
];

fn flights() -> Vec<FlightLine> {
    let [first, second, lost, stale] =
        APPENDS.map(|(number, from, to, detail, brief)| FlightLine {
            number,
            from: NodeId(from),
            to: NodeId(to),
            kind: MessageKind::Append,
            verdict: "",
            term: Term(if from == 5 { 3 } else { 4 }),
            detail: detail.into(),
            brief: brief.into(),
            fate: Fate::Lost("cut".into()),
        });
    let first = FlightLine {
        fate: Fate::Due(1),
        ..first
    };
    let second = FlightLine {
        fate: Fate::Due(2),
        ..second
    };
    let reply = FlightLine {
        number: 813,
        from: NodeId(1),
        to: NodeId(3),
        kind: MessageKind::AppendReply,
        verdict: "ok",
        detail: "match 12".into(),
        brief: "12".into(),
        ..first.clone()
    };
    let held = FlightLine {
        number: 805,
        from: NodeId(2),
        kind: MessageKind::Heartbeat,
        verdict: "",
        detail: "commit 11".into(),
        brief: "#11".into(),
        fate: Fate::Held,
        ..reply.clone()
    };
    vec![first, reply, second, held, lost, stale]
}

fn net(layout: &Layout) -> NetScene {
    let mut lines = flights();
    let all = lines.len();
    lines.truncate(layout.window(Pane::Net));
    let group = |nodes: &[u64]| nodes.iter().copied().map(NodeId).collect::<NodeSet>();
    NetScene {
        groups: vec![group(&[1, 2, 3]), group(&[5])],
        down: group(&[4]),
        faults: vec!["hold heartbeat s2->s3".into()],
        in_flight: 4,
        folded: 0,
        lines_before: 0,
        lines_all: all,
        lines,
        cursor: None,
        settings: ["delay 1-3 ticks", "loss 0%", "duplicate 0%", "reorder on"]
            .map(String::from)
            .to_vec(),
    }
}

fn kv(nodes: usize, layout: &Layout) -> KvScene {
    let line = |key: &str, value: &str, set_by, at_s5: Holding| KvLine {
        key: key.into(),
        value: value.into(),
        set_by: Index(set_by),
        held: (1..=nodes)
            .map(|id| match id {
                4 => Holding::Down,
                5 => at_s5.clone(),
                _ => Holding::Same,
            })
            .collect(),
    };
    let mut lines = vec![
        line("color", "green", 5, Holding::Same),
        line("x", "3", 10, Holding::Other("2".into())),
        line("y", "hello", 11, Holding::Absent),
    ];
    lines.truncate(layout.window(Pane::Kv));
    let request = |client: &str, what: &str, index, mood, outcome: &str, age| RequestLine {
        client: client.into(),
        what: what.into(),
        index,
        mood,
        outcome: outcome.into(),
        age,
    };
    KvScene {
        of: Some(NodeId(3)),
        applied: Index(11),
        nodes: ids(nodes).collect(),
        keys_before: 0,
        keys_all: 3,
        lines,
        cursor: None,
        requests: vec![
            request(
                "c1",
                "set x 7",
                Some(Index(13)),
                RequestMood::Waiting,
                "waiting 1 of 3",
                0,
            ),
            request(
                "c2",
                "set y hello",
                Some(Index(11)),
                RequestMood::Done,
                "ok",
                4,
            ),
            request(
                "c3",
                "set x 9 @s5",
                None,
                RequestMood::Stuck,
                "stuck: s5 has no majority",
                9,
            ),
        ],
    }
}

/// Events: tick, node, what, why, the rule.
const EVENTS: [(u64, u64, &str, &str, &str, Tone); 9] = [
    (
        1026,
        5,
        "cut off by you",
        "still leads term 3: it hears nobody who knows better",
        "",
        Tone::Yours,
    ),
    (
        1039,
        3,
        "candidate, term 4",
        "no heartbeat for 12 ticks: election timeout, votes for itself",
        "§5.2",
        Tone::Plain,
    ),
    (
        1043,
        3,
        "LEADER of term 4",
        "votes s1 s2 s3 = 3 of 5; s4 slow; s5 cut off and still in term 3",
        "§5.2",
        Tone::Notable,
    ),
    (
        1043,
        3,
        "appends #8 no-op, term 4",
        "a new leader commits an entry of its own term first",
        "§8",
        Tone::Plain,
    ),
    (
        1046,
        5,
        "appends #9 set x=9, term 3",
        "c3 asked the stale leader; 1 of 5 holds it, so it cannot commit",
        "§5.3",
        Tone::Plain,
    ),
    (
        1049,
        4,
        "crashed by you (x)",
        "volatile state lost; term, vote and log stay on disk",
        "",
        Tone::Yours,
    ),
    (
        1051,
        2,
        "refuses s4",
        "its last entry (t3 i5) is newer than s4's (t2 i7), since 3 > 2",
        "§5.4.1",
        Tone::Refusal,
    ),
    (
        1053,
        3,
        "commit 10 to 11",
        "#11 has term 4 and is on s1 s2 s3, a majority",
        "§5.4.2",
        Tone::Notable,
    ),
    (
        1055,
        3,
        "set x=7 becomes #13",
        "appended locally, sent to s1 and s2; 1 of 3 copies",
        "§5.3",
        Tone::Plain,
    ),
];

fn feed(layout: &Layout) -> FeedScene {
    let line =
        |&(tick, node, what, because, rule, tone): &(u64, u64, &str, &str, &str, Tone)| FeedLine {
            tick: Tick(tick),
            node: Some(NodeId(node)),
            what: what.into(),
            because: because.into(),
            rule: rule.into(),
            tone,
        };
    let before = EVENTS.len().saturating_sub(layout.window(Pane::Why));
    FeedScene {
        filter: String::new(),
        follow: true,
        lines_before: before,
        lines_all: EVENTS.len(),
        lines: EVENTS[before..].iter().map(line).collect(),
        cursor: None,
        timeline: Some(Timeline {
            first: Tick(0),
            last: Tick(1055),
            now: Tick(1055),
            marks: [300, 520, 610, 680, 900].map(Tick).to_vec(),
        }),
    }
}

fn footer() -> Vec<Hint> {
    let keys = [
        ("space", "pause"),
        ("s", "tick"),
        ("e", "step"),
        ("b", "back"),
        ("x", "kill"),
        ("p", "split"),
        ("c", "submit"),
        (":", "command"),
        ("?", "help"),
        ("u", "undo"),
        ("+ -", "speed"),
        ("H", "heal"),
        ("z", "zoom"),
        ("q", "quit"),
    ];
    keys.map(|(key, label)| Hint {
        key: key.into(),
        label: label.into(),
    })
    .to_vec()
}
