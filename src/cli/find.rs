//! The shortest way to a condition, without a window: the play that was found is printed, to be run or opened.
//!
//! How it is looked for is in `granary::lab::finding`. Where nothing is found, one line says how far was looked.

use super::options::FindWish;
use super::output::{self, Output};
use super::sources;
use super::{FAILED, FINE};
use anyhow::{Context, Result};
use granary::cluster::Setup;
use granary::lab::lab::OpenPlay;
use granary::lab::saving::found_text;
use granary::lab::{At, BUDGET, Lab, Said, Sought};
use granary::node::RuleName;
use granary::search::Outlook;

/// Steps between two looks at what came of it.
const SLICE_STEPS: usize = 100_000;

/// Looks for the way and prints it; gives the exit code.
pub fn find(wish: &FindWish) -> Result<u8> {
    let mut lab = opened(wish)?;
    let name = wish.file.as_ref().map_or("--do", |_| "the play");
    if let Err(why) = lab.run_to(&At::End, BUDGET) {
        output::complain(&format!("{name}:{why}"));
        return Ok(FAILED);
    }
    lab.find(&wish.condition, wish.budget)
        .map_err(anyhow::Error::msg)
        .with_context(|| "CONDITION".to_owned())?;
    let sought = worked_off(&mut lab);
    let Some(sought) = sought.filter(|sought| sought.outlook == Outlook::Found) else {
        return Ok(FAILED);
    };
    let text = found_text(&lab, &sought)?;
    Output::open().pages(text.as_bytes());
    Ok(FINE)
}

/// Searches and goes the way; what it came to. Where there is none, that is said.
fn worked_off(lab: &mut Lab) -> Option<Sought> {
    let mut found = None;
    while lab.is_busy() {
        match lab.work(SLICE_STEPS) {
            Some(Said::Sought(sought)) => {
                if sought.outlook != Outlook::Found {
                    output::complain(&format!("granary-tui: {sought}"));
                }
                found = Some(sought);
            }
            Some(Said::Failed {
                statement: _,
                trouble,
            }) => {
                output::complain(&format!("granary-tui: {trouble}"));
                return None;
            }
            _ => {}
        }
    }
    found
}

/// The lab to search in: before the play's first statement, with these rules out of force from the start.
fn opened(wish: &FindWish) -> Result<Lab> {
    let named = match (&wish.file, &wish.statements) {
        (Some(file), _) => Some(sources::read(file)?),
        (None, Some(statements)) => Some(sources::read_line("--do", statements)?),
        (None, None) => None,
    };
    let Some(mut named) = named else {
        let usual = Setup::default();
        let mut setup = Setup {
            nodes: wish.nodes.unwrap_or(usual.nodes),
            seed: wish.seed.unwrap_or(usual.seed),
            ..usual
        };
        break_rules(&mut setup, &wish.broken);
        return Ok(Lab::new(setup));
    };
    break_rules(&mut named.play.setup, &wish.broken);
    Ok(Lab::open(OpenPlay {
        name: named.play.title.clone().unwrap_or(named.name),
        play: named.play,
    }))
}

fn break_rules(setup: &mut Setup, broken: &[RuleName]) {
    for rule in broken {
        setup.rules = setup.rules.with(*rule, false);
    }
}
