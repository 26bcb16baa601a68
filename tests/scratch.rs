use granary::cluster::Cluster;
use granary::ids::NodeSet;
use granary::lab::{BUDGET, NoWitness, run_play};
use granary::play::parse_play;
use granary::play::print::statement_text;
use granary::play::statement::{Deed, Place, Statement};
use granary::search::wanted::Wanted;
use granary::search::*;

#[test]
fn try_out() {
    for (play, condition) in [
        ("cluster 3", "leader"),
        ("cluster 5", "leader s3"),
        ("cluster 5", "leaders >= 2"),
        ("cluster 3", "event truncated s3"),
        ("cluster 5; elect s1; flush", "leaders >= 2"),
        ("cluster 5; elect s1; flush", "event truncated s5"),
        ("cluster 5", "event truncated s5"),
        ("cluster 5", "event truncated"),
        ("cluster 5; elect s1; flush", "s1 commit=3 and s2 commit=1"),
        (
            "cluster 5; break one-vote-per-term",
            "leaders >= 2 and s1 role=leader term=1 and s2 role=leader term=1",
        ),
        (
            "cluster 5; elect s5; flush",
            "s5 role=down and s1 role=leader",
        ),
    ] {
        let play_ = parse_play(play).unwrap();
        let (experiment, _) = run_play(&play_, BUDGET, &mut NoWitness);
        let mut text = format!("{play}; expect {condition}");
        text = text.replace(";", "\n");
        let Deed::Expect(wanted) = parse_play(&text).unwrap().statements.pop().unwrap().what else {
            panic!()
        };
        let wanted = Wanted::new(wanted);
        let began = std::time::Instant::now();
        let alike = wanted.alike(experiment.view().node_count() as u64);
        let memory = wanted.memory(experiment.ledger());
        let mut walk = Walk::new(
            wanted,
            experiment.cluster().clone(),
            memory,
            Moves::by_hand(),
            200_000,
        )
        .among(alike);
        while walk.work(1000) == Outlook::More {}
        println!(
            "{play} | {condition}: {:?} {} states {} made depth {} deepest {} {:?}",
            walk.outlook(),
            walk.states(),
            walk.made(),
            walk.depth(),
            walk.deepest(),
            began.elapsed()
        );
        let mut cluster: Cluster = experiment.cluster().clone();
        let mut happened = Default::default();
        for made in walk.way() {
            let action = made.action(cluster.view());
            println!(
                "     {}",
                statement_text(&Statement {
                    place: Place::START,
                    what: Deed::act(action.clone())
                })
            );
            cluster.act(&action, &mut happened).unwrap();
        }
    }
}
