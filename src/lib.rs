//! Granary: a real Raft cluster in one process, which can be watched, steered, and played by a script.
//!
//! Acorn woodpeckers keep one store of acorns in a tree with thousands of holes, and every bird of the family knows
//! what is in it. Here the birds are servers, the store is a replicated map of keys to values, and what keeps them
//! agreed is Raft: Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", the paper whose
//! sections and figures are cited throughout.
//!
//! # The floors
//!
//! Every room is a module; it uses rooms on floors below its own, never a neighbour, never one above.
//!
//! ```text
//!  10 door      main.rs, cli/        words in, exit code out
//!   9 glass     tui                  keys to wishes, and what is to be seen to cells
//!   8 bench     lab                  all that a person can do, without a screen; plays without one
//!   7 time      history fuzz search  what was done, and any moment of it made again | random runs | shortest ways
//!   6 language  play                 text to statements and back; whether a condition holds
//!   5 readers   check explain        what must never happen, and when it did | every event as a sentence
//!   4 cluster   cluster              members, links, faults and one clock
//!   3 protocol  node                 Raft itself, pure
//!   2 ports     transport storage    who carries messages; what outlives a crash
//!   1 data      log state            entries and their bytes; the key-value store
//!   0 ground    ids command dice     numbers with types; what clients say; chance
//! ```
//!
//! Almost every room is *dry*: it touches no clock, thread, file, socket, environment or terminal, and holds nothing
//! whose order differs from run to run. Only [`tui::terminal`] and the door are wet. So the same seed and the same
//! actions give the same run, byte for byte, on every machine, and a whole cluster is a plain value: a copy of it is a
//! fork that costs next to nothing.
//!
//! Four things hold the house up:
//!
//! - [`node::RaftNode`] is a pure machine. A tick, a message, a command or "this save is durable" goes in;
//!   [`node::effects`] come out: what to save, send and apply, and the facts about it. It owns no clock, disk or network.
//! - [`cluster::Action`] is the one list of what can be done to a cluster. Keys, plays, the prompt and clients all come
//!   down to it, and [`cluster::Plan`] lowers it to single steps, so that a long one can be sliced between two keys.
//! - An event is emitted where it is decided, with its reason. Nobody compares two states to guess what happened:
//!   [`explain`], the feed, the traces and the tests read events.
//! - Every rule of Raft that the code obeys is one row of [`node::rules`], decided in one function.
//!
//! # Two journeys
//!
//! **A command, from key to answer.** [`tui::terminal`] turns bytes into a key, and [`tui::keymap`] the key into an
//! [`tui::intent::Intent`]: a line is to be typed. Once it is, [`lab::Lab::read`] has [`play::parse_line`] make statements of
//! it, and [`lab::Lab::work`] carries them out, some steps at a time. The step puts the command to a member, which hands it to
//! its node: [`node::RaftNode::propose`] appends an entry if the node leads, and refuses with a reason if not. The
//! member carries out the effects in one fixed order: the save is written to its disk, the leader's `AppendEntries` go
//! to the network, and the disk is synced. Ticks later the answers fall due; once a majority's disks hold the entry, the
//! leader's commit index moves, the member applies the entry to its [`state::Store`] and answers the request that waits for
//! that index and term. A member whose node stops leading, or which crashes, answers "unknown" to whoever still waits.
//! The events of each step go to [`lab::feed`] and [`history::requests`], and the next frame shows them in the words of
//! [`explain`].
//!
//! **An `AppendEntries`, from leader to follower and back.** The leader keeps a [`node::progress`] for each peer, which says
//! where the next message begins and how many may be under way. The message leaves through the member's effects; the
//! network cuts, holds, loses, repeats or delays it, and keeps it in a [`transport::memory`] where it can be seen and
//! steered. When it is due, the cluster hands it to the receiver. There [`node::RaftNode::receive`] passes it through the
//! one term gate; the follower compares the entry before it, and its log is changed in one place, as
//! [`node::rules::replication`] decides. The answer names what the follower holds and waits until the disk has it. Back at
//! the leader it moves the peer's match index, or after a refusal the place to try next. A heartbeat is an
//! `AppendEntries` without entries and takes the same road.
//!
//! # Where to start reading
//!
//! For Raft, [`node`]: its front page is the algorithm in one sitting, then [`node::raft_node`], the roles, and the
//! rules. For what surrounds it, [`cluster`]. For the language, [`play::statement`] and the plays in `assets/plays`.
//! For the window, [`tui`]. To use it as a library, run a play and ask how it ended:
//!
//! ```
//! use granary::lab::{BUDGET, NoWitness, Verdict, run_play};
//! use granary::play::parse_play;
//!
//! let play = parse_play("cluster 3; elect s1; settle; expect leader s1").expect("the play is well formed");
//! let (experiment, verdict) = run_play(&play, BUDGET, &mut NoWitness);
//! assert_eq!(verdict, Verdict::Held);
//! assert_eq!(experiment.view().node_count(), 3);
//! ```
#![deny(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

pub mod check;
pub mod cluster;
pub mod command;
pub mod dice;
pub mod explain;
pub mod fuzz;
pub mod history;
pub mod ids;
pub mod lab;
pub mod log;
pub mod node;
pub mod play;
pub mod search;
pub mod state;
pub mod storage;
pub mod transport;
pub mod tui;
