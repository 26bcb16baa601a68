//! What newcomers stumbled over, each as a short walk over a desk without a terminal.

use granary::cluster::settings::Setup;
use granary::ids::NodeId;
use granary::lab::Lab;
use granary::tui::input::{Input, Key, KeyCode};
use granary::tui::prompt::Prompt;
use granary::tui::update::Desk;

/// A person at a desk of five nodes.
struct Walk {
    desk: Desk,
}

impl Walk {
    fn begin() -> Self {
        let desk = Desk::new(Lab::new(Setup::default()));
        Self { desk }
    }

    fn press(&mut self, key: Key) {
        let layout = self.desk.arrange(80, 24);
        self.desk.update(&Input::Key(key), &layout);
        while let Some(said) = self.desk.lab.work_off() {
            self.desk.hear(said);
        }
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        for letter in keys.chars() {
            self.press(Key::char(letter));
        }
        self
    }

    /// Types a line behind `key` and runs it.
    fn line(&mut self, key: char, text: &str) -> &mut Self {
        self.keys(&key.to_string()).keys(text).enter()
    }

    fn enter(&mut self) -> &mut Self {
        self.press(Key::plain(KeyCode::Enter));
        self
    }

    fn leader(&self) -> Option<NodeId> {
        self.desk.lab.view().leader()
    }

    fn typed(&self) -> Option<&str> {
        self.desk.ui.prompt.as_ref().map(Prompt::text)
    }

    /// What the open line says is wrong with it.
    fn trouble(&self) -> String {
        let prompt = self.desk.ui.prompt.as_ref();
        prompt.map_or(String::new(), |prompt| prompt.scene("").error)
    }
}

#[test]
fn both_sides_of_a_split_can_be_written_to() {
    let mut walk = Walk::begin();
    walk.line(':', "elect s1; settle");
    walk.line('p', "12|345");
    walk.line(':', "elect s3; flush");
    assert_eq!(walk.leader(), Some(NodeId(3)));

    walk.keys("3c");
    assert_eq!(walk.typed(), Some("submit set "));
    walk.keys("x 3").enter();
    walk.keys("4c");
    assert_eq!(walk.typed(), Some("submit set "), "s4 does not lead");
    walk.keys("y 4").enter();
    walk.keys("1c");
    assert_eq!(
        walk.typed(),
        Some("submit s1 set "),
        "s1 still leads term 1"
    );
    walk.keys("x 1").enter();

    let log_of = |node| {
        walk.desk
            .lab
            .view()
            .node(NodeId(node))
            .map(granary::cluster::NodeView::log)
    };
    let lasts = [log_of(1), log_of(3)].map(|log| log.map(|log| log.last_index().0));
    assert_eq!(lasts, [Some(2), Some(4)]);
}

#[test]
fn a_split_into_one_group_is_none_and_says_so() {
    let mut walk = Walk::begin();
    walk.line('p', "12345");
    assert_eq!(
        walk.trouble(),
        "one group of all nodes is no split: type groups such as 12|345"
    );
    assert_eq!(walk.typed(), Some("12345"));
}

#[test]
fn what_other_programs_call_quitting_and_help_is_told_as_a_key() {
    for (word, told) in [
        (
            "q",
            "`q` is no statement: Esc closes this line, and then q quits",
        ),
        (
            "quit ",
            "`quit` is no statement: Esc closes this line, and then q quits",
        ),
        (
            "help",
            "`help` is no statement: Esc closes this line, and then ? shows all keys",
        ),
    ] {
        let mut walk = Walk::begin();
        walk.line(':', word);
        assert_eq!(walk.trouble(), told);
    }
}
