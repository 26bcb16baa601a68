//! What a person means by a key. Plain words: which key it was is [`super::keymap`]'s matter, what follows is not known.

/// One wish.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Intent {
    /// Let ticks pass by themselves, or stop that.
    RunOrPause,
    /// One tick forward.
    Tick,
    /// The next event of the run.
    Step,
    /// The next statement of the open play.
    NextStatement,
    /// Back to where the last tick ended.
    TickBack,
    /// Back to the last event.
    StepBack,
    /// Take back the last action, whatever its size.
    Undo,
    /// Do the next action of the path again.
    Redo,
    /// Type a name for this moment.
    TypeMark,
    /// Choose a moment that has a name, or type one.
    TypeGoTo,
    /// Show the tree of branches.
    Branches,
    /// Say in what the chosen branch differs from here.
    CompareBranch,
    /// The next faster speed.
    Faster,
    /// The next slower speed.
    Slower,
    /// Everything anew from the seed.
    StartOver,

    /// Select the node of this number, from 1.
    SelectNode(u8),
    /// Crash the selected node.
    Crash,
    /// Restart the selected node from its disk.
    Restart,
    /// Let the selected node's process stand still, or go on.
    PauseOrResume,
    /// The selected node's election timer fires now.
    Elect,

    /// Type the groups that the network falls into.
    TypeGroups,
    /// Cut the selected node from everyone, or mend that.
    IsolateOrHeal,
    /// Mend every link.
    HealAll,

    /// Type a client's command.
    TypeSubmit,
    /// Let a client submit by itself, or stop that.
    LoadOnOrOff,
    /// Type any verb.
    TypeVerb,

    /// Deliver the selected message now.
    Deliver,
    /// Lose the selected message.
    Drop,
    /// Send a second copy of the selected message.
    Duplicate,
    /// Hold the messages of the selected one's kind and link, or release them.
    HoldOrRelease,
    /// Let the selected message come later.
    Delay,

    /// Move the cursor in the focused pane or the open overlay.
    Move(Motion),
    /// Focus the next pane.
    NextPane,
    /// Focus the pane before.
    PreviousPane,
    /// Say why, about what is selected.
    Why,
    /// Walk to what led to the event at hand.
    CauseBack,
    /// Walk on to what it led to.
    CauseForth,
    /// Type what the feed is to show.
    TypeFilter,
    /// Show all about what is selected.
    Details,
    /// Follow the leader and the newest again.
    Follow,
    /// Type what to search for.
    TypeSearch,

    /// Run the line that is typed.
    RunLine,
    /// Put in what is offered, or the next of it.
    Complete,
    /// The line typed before this one.
    OlderLine,
    /// The line typed after this one.
    NewerLine,
    /// Go on after a note.
    Continue,
    /// Go to the last moment before the invariant at hand was broken.
    LastGood,
    /// Open the play of the chosen rule.
    OpenRulePlay,
    /// Switch the chosen rule off, or on again.
    BreakOrMend,
    /// Do what the chosen line of the help says.
    RunHelpLine,
    /// Close what is open, cancel what is begun.
    Close,

    /// Show the invariants, and what was broken.
    Safety,
    /// Show the rules of the rulebook.
    Rules,
    /// Show every key.
    Help,
    /// Type the name of a file to save the run as.
    TypeSave,
    /// Copy the line that brings this moment back.
    CopyLine,
    /// Draw everything anew.
    Redraw,
    /// Give the terminal back to the shell for a while.
    Suspend,
    /// End.
    Quit,
}

/// A movement of a cursor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Motion {
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// One column left.
    Left,
    /// One column right.
    Right,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Half a page up.
    HalfPageUp,
    /// Half a page down.
    HalfPageDown,
}
