//! Plays without a window: all are read before one is run, then each is run to its end and told in a line.
//!
//! How lines are spelled is in [`super::report`]; how a play is run, in `granary::lab::runner`.

use super::image;
use super::options::RunWish;
use super::output::{self, Output};
use super::report::Report;
use super::sources::{self, NamedPlay};
use super::{FAILED, FINE, WRONG_USE};
use anyhow::{Context, Result, anyhow, bail};
use granary::cluster::NodeView;
use granary::ids::{NODES_MAX, NodeId};
use granary::lab::{Experiment, Verdict, run_play};
use std::ffi::OsStr;

/// Runs the plays; gives the exit code.
pub fn run(wish: &RunWish) -> u8 {
    let (plays, mut complaints) = read_all(wish);
    let images = match images(wish, &plays) {
        Ok(images) => images,
        Err(complaint) => {
            complaints.push(complaint);
            Vec::new()
        }
    };
    if !complaints.is_empty() {
        for complaint in &complaints {
            output::complain(&format!("{complaint:#}"));
        }
        if wish.files.len() > 1 {
            output::complain("granary-tui: no play was run");
        }
        return WRONG_USE;
    }
    let mut out = Output::open();
    let mut all_held = true;
    for mut named in plays {
        if wish.mended {
            named.play = named.play.mended();
        }
        let (experiment, held) = run_one(&named, wish, &mut out);
        all_held &= held;
        for (node, path) in &images {
            if let Err(error) = write_image(&experiment, *node, path) {
                output::complain(&format!("{error:#}"));
                return WRONG_USE;
            }
        }
    }
    if all_held { FINE } else { FAILED }
}

/// Which disks are to be written where; all that can be wrong with it is told before anything runs.
fn images<'a>(wish: &'a RunWish, plays: &[NamedPlay]) -> Result<Vec<(NodeId, &'a OsStr)>> {
    let mut images: Vec<(NodeId, &OsStr)> = Vec::new();
    if !wish.wal.is_empty() && wish.files.len() > 1 {
        bail!(
            "--wal: the disks of one play are written, and {} are named",
            wish.files.len()
        );
    }
    let most = plays
        .first()
        .map_or(NODES_MAX, |named| named.play.setup.nodes);
    for pair in wish.wal.chunks_exact(2) {
        let (word, path) = (&pair[0], pair[1].as_os_str());
        let node = (1..=most)
            .map(NodeId)
            .find(|node| *word == *node.to_string());
        let node = node.with_context(|| {
            format!(
                "--wal: found `{}`, expected a node of the play, `s1` to `s{most}`",
                image::shown(word)
            )
        })?;
        image::check_is_free(path).with_context(|| image::shown(path))?;
        if images.iter().any(|(_, other)| *other == path) {
            bail!("--wal: {} is named twice", image::shown(path));
        }
        images.push((node, path));
    }
    Ok(images)
}

/// Writes a node's disk, as it is now, to a new file.
fn write_image(experiment: &Experiment, node: NodeId, path: &OsStr) -> Result<()> {
    let view = experiment.view();
    let bytes = view
        .node(node)
        .map(NodeView::disk_bytes)
        .unwrap_or_default();
    image::write_new(path, &bytes).with_context(|| image::shown(path))
}

/// Every play that can be read, and what is wrong with the others.
fn read_all(wish: &RunWish) -> (Vec<NamedPlay>, Vec<anyhow::Error>) {
    let (mut plays, mut complaints) = (Vec::new(), Vec::new());
    let mut stdin_is_read = false;
    for word in &wish.files {
        let is_stdin = word == sources::STDIN;
        if is_stdin && stdin_is_read {
            complaints.push(anyhow!("-: standard input can be read once only"));
            continue;
        }
        stdin_is_read |= is_stdin;
        match sources::read(word) {
            Ok(play) => plays.push(play),
            Err(complaint) => complaints.push(complaint),
        }
    }
    (plays, complaints)
}

/// Runs one play and prints what is asked for; gives the state it ends in, and whether it held.
fn run_one(named: &NamedPlay, wish: &RunWish, out: &mut Output) -> (Experiment, bool) {
    let mut report = Report::new(&named.name, wish, out);
    let (experiment, verdict) = run_play(&named.play, wish.budget, &mut report);
    report.states(experiment.view());
    report.verdict(&verdict);
    let held = verdict == Verdict::Held;
    (experiment, held)
}
