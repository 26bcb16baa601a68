//! Granary: a real Raft cluster that plays by script.
