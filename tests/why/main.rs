//! Why: causes as links, questions about the present, and the feed that shows both.

mod causes;
mod questions;

use granary::cluster::Setup;
use granary::lab::{Lab, Said};

/// A lab after these lines of the play language.
pub fn after(lines: &[&str]) -> Lab {
    let mut lab = Lab::new(Setup::default());
    go_on(&mut lab, lines);
    lab
}

/// Does further lines.
pub fn go_on(lab: &mut Lab, lines: &[&str]) {
    for line in lines {
        lab.read(line).expect("the line is right");
        let said = lab.work_off();
        assert!(
            !matches!(said, Some(Said::Failed { .. })),
            "{line}: {said:?}"
        );
    }
}
