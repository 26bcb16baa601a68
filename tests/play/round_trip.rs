//! What is printed is read back as the same.

use crate::play;
use granary::cluster::Setup;
use granary::cluster::action::{
    Action, Asked, Cut, Damage, Heal, Link, MessageChoice, Nodes, Pick, Request, Tear, Traffic,
};
use granary::ids::{Index, NodeId, NodeSet, Term};
use granary::node::settings::Backtrack;
use granary::node::{RULES, Role, Rules};
use granary::play::condition::{
    Bound, Comparison, Condition, Field, FieldTest, MESSAGE_FIELDS, Operator, Same, Takes, Value,
    Wish,
};
use granary::play::log_literal::Run;
use granary::play::print::{header_text, play_text, statement_text};
use granary::play::{Deed, Half, LogLiteral, Name, NamesInUse, Place, Statement, parse_line};
use granary::transport::{MessageKind, MessageNumber};
use proptest::prelude::*;
use std::sync::Arc;

fn node() -> impl Strategy<Value = NodeId> {
    (1_u64..=5).prop_map(NodeId)
}

fn two_nodes() -> impl Strategy<Value = (NodeId, NodeId)> {
    (node(), node()).prop_filter("two nodes", |(a, b)| a != b)
}

fn node_list() -> impl Strategy<Value = Vec<NodeId>> {
    proptest::collection::btree_set(node(), 1..5).prop_map(|nodes| nodes.into_iter().collect())
}

fn nodes() -> impl Strategy<Value = Nodes> {
    prop_oneof![
        node_list().prop_map(Nodes::These),
        Just(Nodes::All),
        Just(Nodes::Live),
        Just(Nodes::Leader),
    ]
}

fn count() -> impl Strategy<Value = u64> {
    prop_oneof![Just(1), 1_u64..=1_000_000]
}

fn link() -> impl Strategy<Value = Link> {
    let end = || proptest::option::of(node());
    (end(), end())
        .prop_filter("two nodes", |(from, to)| from.is_none() || from != to)
        .prop_map(|(from, to)| Link { from, to })
}

fn traffic() -> impl Strategy<Value = Traffic> {
    let kinds: Vec<MessageKind> = MessageKind::ALL.iter().map(|(kind, _)| *kind).collect();
    let kind = proptest::option::of(proptest::sample::select(kinds));
    (link(), kind).prop_map(|(link, kind)| Traffic { link, kind })
}

fn message() -> impl Strategy<Value = MessageChoice> {
    prop_oneof![
        traffic().prop_map(MessageChoice::On),
        (1..=u64::MAX).prop_map(|number| MessageChoice::Number(MessageNumber(number))),
    ]
}

fn pick() -> impl Strategy<Value = Pick> {
    proptest::sample::select(vec![Pick::First, Pick::Last, Pick::All])
}

/// Texts that are hard to spell, and easy ones.
fn text() -> impl Strategy<Value = Arc<[u8]>> {
    let hard = proptest::sample::select(vec![
        "s1",
        "m17",
        "none",
        "$i",
        "$",
        "\\",
        "\"",
        "a b",
        "ü",
        "\t",
        "x.y",
        "a-",
        "-a",
        "#",
        "set",
        "as",
        "leader",
        "\u{feff}",
        "a$i",
        "\r",
        "007",
        "\u{feff}x",
        "=",
        "max",
        "from",
    ]);
    prop_oneof![hard.prop_map(str::to_owned), "[^\n]{1,12}"].prop_map(|text| text.as_bytes().into())
}

fn request() -> impl Strategy<Value = Action> {
    let asked = prop_oneof![Just(Asked::Leader), node().prop_map(Asked::Node)];
    let request = prop_oneof![
        (text(), prop_oneof![text(), Just(Arc::from(&b""[..]))])
            .prop_map(|(key, value)| Request::Set { key, value }),
        text().prop_map(|key| Request::Delete { key }),
        text().prop_map(|key| Request::Get { key }),
    ];
    (asked, request).prop_map(|(asked, request)| Action::Submit(asked, request))
}

fn time_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        count().prop_map(Action::Tick),
        (nodes(), count()).prop_map(|(nodes, ticks)| Action::TickNodes(nodes, ticks)),
        count().prop_map(Action::Step),
        Just(Action::Flush),
        Just(Action::Settle),
        nodes().prop_map(Action::Elect),
        (nodes(), proptest::option::of(count())).prop_map(|(n, ticks)| Action::Timeout(n, ticks)),
        nodes().prop_map(Action::Heartbeat),
        proptest::option::of(count()).prop_map(Action::Load),
        (count(), 0_u64..9).prop_map(|(min, more)| {
            Action::SetDelay(min, min.saturating_add(more).min(1_000_000))
        }),
        (0_u64..=100).prop_map(Action::SetLoss),
        (0_u64..=100).prop_map(Action::SetDuplicate),
        (0_u64..=1_000_000).prop_map(Action::SetSync),
    ]
}

fn message_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        (message(), pick()).prop_map(|(m, pick)| Action::Deliver(m, pick)),
        (message(), pick()).prop_map(|(m, pick)| Action::Drop(m, pick)),
        (message(), any::<bool>()).prop_map(|(m, last)| {
            Action::Duplicate(m, if last { Pick::Last } else { Pick::First })
        }),
        (message(), count(), pick()).prop_map(|(m, ticks, pick)| Action::Delay(m, ticks, pick)),
        traffic().prop_map(Action::Hold),
        proptest::option::of(traffic()).prop_map(Action::Release),
        traffic().prop_map(Action::Lose),
        proptest::option::of(traffic()).prop_map(Action::Keep),
    ]
}

fn groups() -> impl Strategy<Value = Action> {
    proptest::collection::vec(0_usize..4, 5).prop_filter_map("a group", |places| {
        let mut groups = vec![Vec::new(); 4];
        for (slot, place) in places.iter().enumerate() {
            groups[*place].push(NodeId::at_slot(slot));
        }
        groups.pop();
        groups.retain(|group| !group.is_empty());
        (!groups.is_empty()).then_some(Action::Partition(groups))
    })
}

fn tear() -> impl Strategy<Value = Tear> {
    prop_oneof![
        Just(Tear::Half),
        count().prop_map(Tear::Bytes),
        proptest::collection::btree_set(0_u64..9, 1..5)
            .prop_map(|sectors| Tear::Zero(sectors.into_iter().collect())),
    ]
}

fn fault_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        two_nodes().prop_map(|(a, b)| Action::Cut(Cut::Between(a, b))),
        two_nodes().prop_map(|(a, b)| Action::Cut(Cut::OneWay(a, b))),
        nodes().prop_map(Action::Isolate),
        groups(),
        Just(Action::Heal(Heal::Everything)),
        two_nodes().prop_map(|(a, b)| Action::Heal(Heal::Between(a, b))),
        two_nodes().prop_map(|(a, b)| Action::Heal(Heal::OneWay(a, b))),
        node().prop_map(|node| Action::Heal(Heal::Node(node))),
        (nodes(), tear()).prop_map(|(nodes, tear)| Action::Tear(nodes, tear)),
        (nodes(), 1_u64..=1 << 63, any::<bool>()).prop_map(|(nodes, index, zero)| {
            let damage = if zero { Damage::Zeros } else { Damage::Bit };
            Action::Rot(nodes, Index(index), damage)
        }),
    ]
}

fn life_action() -> impl Strategy<Value = Action> {
    let rate = prop_oneof![Just(0), 100_u64..=10_000];
    prop_oneof![
        nodes().prop_map(Action::Crash),
        nodes().prop_map(Action::CrashAtSync),
        (nodes(), count()).prop_map(|(nodes, count)| Action::CrashAtSend(nodes, count)),
        nodes().prop_map(Action::Restart),
        nodes().prop_map(Action::Wipe),
        nodes().prop_map(Action::Pause),
        nodes().prop_map(Action::Resume),
        (nodes(), rate).prop_map(|(nodes, rate)| Action::Clock(nodes, rate)),
        (nodes(), any::<bool>()).prop_map(|(nodes, on)| Action::Sync(nodes, on)),
    ]
}

fn action() -> impl Strategy<Value = Deed> {
    let plain = prop_oneof![
        time_action(),
        message_action(),
        fault_action(),
        life_action(),
        rule_action(),
        request()
    ]
    .prop_map(Deed::act);
    let named = (request(), "[a-z]{1,3}_[0-9]{1,3}").prop_map(|(action, name)| Deed::Act {
        action,
        name: Name::new(&name),
    });
    prop_oneof![9 => plain, 1 => named]
}

fn rule_action() -> impl Strategy<Value = Action> {
    (0..RULES.len(), any::<bool>())
        .prop_map(|(place, in_force)| Action::SetRule(RULES[place].name, in_force))
}

fn rules() -> impl Strategy<Value = Rules> {
    proptest::collection::vec(0..RULES.len(), 0..4).prop_map(|broken| {
        let off = |rules: Rules, place: usize| rules.with(RULES[place].name, false);
        broken.into_iter().fold(Rules::ALL, off)
    })
}

fn bound() -> impl Strategy<Value = Bound> {
    let operators = vec![
        Operator::Equal,
        Operator::NotEqual,
        Operator::Less,
        Operator::AtMost,
        Operator::More,
        Operator::AtLeast,
    ];
    (proptest::sample::select(operators), 0_u64..=1 << 63)
        .prop_map(|(operator, number)| Bound { operator, number })
}

fn log() -> impl Strategy<Value = LogLiteral> {
    let run = (1_u64..5, any::<bool>(), 1_u64..4);
    proptest::collection::vec(run, 0..6).prop_map(|runs| {
        LogLiteral::new(runs.into_iter().map(|(term, noop, count)| Run {
            term: Term(term),
            noop,
            count,
        }))
    })
}

fn value(takes: Takes) -> BoxedStrategy<Value> {
    let role = proptest::sample::select(vec![Role::Follower, Role::Candidate, Role::Leader]);
    match takes {
        Takes::Role => proptest::option::of(role).prop_map(Value::Role).boxed(),
        Takes::Node | Takes::Number => proptest::option::of(node()).prop_map(Value::Node).boxed(),
        Takes::Log => log().prop_map(Value::Log).boxed(),
        Takes::Bindings => proptest::collection::btree_map(text(), text(), 0..4)
            .prop_map(|bindings| Value::Bindings(bindings.into()))
            .boxed(),
        Takes::Text => proptest::option::of(text()).prop_map(Value::Text).boxed(),
        Takes::Nodes => proptest::collection::vec(node(), 0..4)
            .prop_map(|nodes| Value::Nodes(nodes.into_iter().collect::<NodeSet>()))
            .boxed(),
        Takes::YesNo => any::<bool>().prop_map(Value::YesNo).boxed(),
    }
}

fn comparison(takes: Takes) -> BoxedStrategy<Comparison> {
    if takes == Takes::Number {
        return bound().prop_map(Comparison::Number).boxed();
    }
    (any::<bool>(), value(takes))
        .prop_map(|(is, value)| Comparison::Value { is, value })
        .boxed()
}

fn test() -> impl Strategy<Value = FieldTest> {
    let fields = prop_oneof![
        proptest::sample::select(vec![
            (Field::Role, Takes::Role),
            (Field::Term, Takes::Number),
            (Field::Vote, Takes::Node),
            (Field::Leader, Takes::Node),
            (Field::Log, Takes::Log),
            (Field::Len, Takes::Number),
            (Field::First, Takes::Number),
            (Field::Durable, Takes::Number),
            (Field::Commit, Takes::Number),
            (Field::Applied, Takes::Number),
            (Field::Kv, Takes::Bindings),
            (Field::Votes, Takes::Nodes),
            (Field::Timer, Takes::Number),
            (Field::Timeout, Takes::Number),
        ]),
        "[a-z]{1,4}(\\.[a-z0-9]{1,3}){0,2}".prop_map(|key| (Field::Key(key.into()), Takes::Text)),
        node().prop_map(|node| (Field::Match(node), Takes::Number)),
        node().prop_map(|node| (Field::Next(node), Takes::Number)),
    ];
    fields.prop_flat_map(|(field, takes)| {
        comparison(takes).prop_map(move |with| FieldTest {
            field: field.clone(),
            with,
        })
    })
}

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        Just(Wish::Ok),
        Just(Wish::None),
        Just(Wish::Pending),
        Just(Wish::Refused),
        Just(Wish::Unknown),
        text().prop_map(Wish::Value),
    ]
}

fn message_condition() -> impl Strategy<Value = Condition> {
    let field = proptest::sample::select(MESSAGE_FIELDS).prop_map(|(_, field)| field);
    (traffic(), field).prop_flat_map(|(traffic, field)| {
        comparison(field.takes()).prop_map(move |with| Condition::Message(traffic, field, with))
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    let several = proptest::collection::vec(single_condition(), 2..4).prop_map(Condition::Each);
    prop_oneof![3 => single_condition(), 1 => several]
}

fn single_condition() -> impl Strategy<Value = Condition> {
    let one = prop_oneof![
        node().prop_map(|node| Nodes::These(vec![node])),
        Just(Nodes::All),
        Just(Nodes::Live),
        Just(Nodes::Leader),
    ];
    let several = prop_oneof![
        node_list().prop_map(Nodes::These),
        Just(Nodes::All),
        Just(Nodes::Live)
    ];
    let same = prop_oneof![Just(Same::Log), Just(Same::Kv)];
    prop_oneof![
        proptest::option::of(node()).prop_map(Condition::Leader),
        Just(Condition::NoLeader),
        bound().prop_map(Condition::Leaders),
        Just(Condition::Quiet),
        (one, proptest::collection::vec(test(), 1..4))
            .prop_map(|(n, tests)| Condition::At(n, tests)),
        (same, several).prop_map(|(same, nodes)| Condition::Same(same, nodes)),
        (any::<bool>(), wish()).prop_map(|(is, outcome)| Condition::Request {
            name: Name::new("r1").expect("a free word"),
            is,
            outcome,
        }),
        (traffic(), bound()).prop_map(|(traffic, bound)| Condition::Inflight(traffic, bound)),
        (traffic(), bound()).prop_map(|(traffic, bound)| Condition::Sent(traffic, bound)),
        (link(), bound()).prop_map(|(link, bound)| Condition::Rejected(link, bound)),
        message_condition(),
        (
            proptest::option::of(node()),
            proptest::option::of("[a-z]{1,5}-[a-z]{1,5}")
        )
            .prop_map(|(node, detail)| Condition::Event {
                kind: "vote-denied",
                node,
                detail: detail.map(Into::into),
            }),
    ]
}

fn note() -> impl Strategy<Value = Deed> {
    text().prop_map(|text| Deed::Note(String::from_utf8_lossy(&text).into()))
}

fn deed() -> impl Strategy<Value = Deed> {
    let half = prop_oneof![Just(Half::Broken), Just(Half::Whole)];
    let of_half = prop_oneof![condition().prop_map(Deed::Expect), note()];
    let max = prop_oneof![Just(1000), 0_u64..=1_000_000];
    prop_oneof![
        4 => action(),
        3 => condition().prop_map(Deed::Expect),
        1 => (condition(), max).prop_map(|(condition, max)| Deed::Until { condition, max }),
        1 => Just(Deed::ResetCounters),
        1 => note(),
        1 => (half, of_half).prop_map(|(half, deed)| Deed::Only(half, Box::new(deed))),
        1 => "[a-z]{1,5}-[0-9]{1,3}".prop_map(|name| Deed::Mark(name.into())),
    ]
}

prop_compose! {
    fn setup()(
        nodes in 1_u64..=9,
        seed in any::<u64>(),
        election in proptest::option::of((50_u64..60, 0_u64..9)),
        heartbeat in 1_u64..50,
        noop in any::<bool>(),
        batch in count(),
        one in any::<bool>(),
        delay in (1_u64..9, 0_u64..3),
        percents in (0_u64..=100, 0_u64..=100),
        queue in count(),
        sync in 0_u64..=1_000_000,
        rules in rules(),
    ) -> Setup {
        let mut setup = Setup { nodes, seed, sync_ticks: sync, rules, ..Setup::default() };
        setup.node.election_ticks = election.map(|(min, more)| (min, min + more));
        setup.node.heartbeat_ticks = heartbeat;
        setup.node.noop = noop;
        setup.node.batch_entries_max = batch;
        setup.node.inflight_max = queue;
        setup.node.backtrack = if one { Backtrack::One } else { Backtrack::Term };
        setup.network.delay_min = delay.0;
        setup.network.delay_max = delay.0 + delay.1;
        (setup.network.loss_percent, setup.network.duplicate_percent) = percents;
        setup.network.link_queue_max = queue;
        setup
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 3000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_printed_statement_is_read_back_as_the_same(deed in deed()) {
        let place = Place { line: 1, column: 1 };
        let statement = Statement { place, what: deed };
        let text = statement_text(&statement);
        let mut names = NamesInUse::default();
        names.insert(Name::new("r1").expect("a free word"));
        let read = parse_line(&text, &Setup::default(), &names);
        prop_assert_eq!(read, Ok(vec![statement]), "{}", text);
    }

    #[test]
    fn a_printed_header_is_read_back_as_the_same(setup in setup(), title in text()) {
        let title = String::from_utf8_lossy(&title);
        let text = header_text(Some(&title), None, &setup);
        let read = play(&text);
        prop_assert_eq!(read.title.as_deref(), Some(&*title));
        prop_assert_eq!(read.setup, setup, "{}", text);
    }
}

#[test]
fn a_printed_play_is_read_back_with_its_presets() {
    let text = "title \"T\"\nabout \"A\"\ncluster 3\npreset s1 s2 term=4 vote=s1 log=[1 2n 4] commit=2\n\
                preset s3 term=0\nrepeat 2: tick $i; submit x=5 as r$i\nuntil leader max 3";
    let first = play(text);
    let printed = play_text(&first);
    let again = play(&printed);
    assert_eq!((&again.title, &again.about), (&first.title, &first.about));
    assert_eq!(again.setup, first.setup, "{printed}");
    let deeds = |statements: &[Statement]| -> Vec<Deed> {
        statements.iter().map(|s| s.what.clone()).collect()
    };
    assert_eq!(deeds(&again.statements), deeds(&first.statements));
    assert_eq!(play_text(&again), printed);
    assert!(printed.contains("preset s3 term=0\n"), "{printed}");
}

#[test]
fn one_spelling_is_the_canonical_one() {
    for (text, canonical) in [
        ("tick 1", "tick"),
        ("tick s2 s1 01", "tick s1 s2"),
        ("step 007", "step 7"),
        ("crash s1 at send 1", "crash s1 at send"),
        ("clock s1 2.50", "clock s1 2.5"),
        ("clock s1 10.000", "clock s1 10"),
        ("clock s1 0.0", "clock s1 0"),
        ("submit leader x = 5 as r", "submit set x 5 as r"),
        ("submit s1 \"s2\"=\"s3\"", "submit s1 set \"s2\" s3"),
        ("set delay 2..2", "set delay 2"),
        ("partition s2 s1|s4", "partition s1 s2 | s4"),
        ("hold s1 -> * append", "hold s1->* append"),
        ("until leader max 1000", "until leader"),
        ("expect inflight *->* = 0", "expect inflight = 0"),
        (
            "expect inflight *->* vote=0",
            "expect inflight *->* vote = 0",
        ),
        (
            "expect s1 log=[1x2 2nx2] kv.x=\"5\"",
            "expect s1 log=[1 1 2n 2n] kv.x=5",
        ),
        (
            "expect s1 kv.x != \"none\" votes={s2 s1}",
            "expect s1 kv.x!=\"none\" votes={s1 s2}",
        ),
        (
            "expect s1 kv={ y=1 \"x y\"=2 }",
            "expect s1 kv={\"x y\"=2 y=1}",
        ),
        ("expect same log all", "expect same log"),
        ("note \"\\$i $ \\\\\"", "note \"\\$i $ \\\\\""),
    ] {
        let statements = parse_line(text, &Setup::default(), &NamesInUse::default());
        let statements = statements.expect("a line");
        assert_eq!(statement_text(&statements[0]), canonical, "{text}");
    }
}
