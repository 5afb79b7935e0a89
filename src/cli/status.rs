//! The exit statuses, the same for every command.

use std::process::ExitCode;

/// What came of a command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Status {
    /// Done, nothing wrong found.
    Done,
    /// Done, and something is wrong with what was looked at.
    Wrong,
    /// Not done: wrong usage, a file that can't be read or written, an error in a mapping.
    NotDone,
}

/// The statuses as `--help` tells them.
pub(crate) const HELP: &str = "Exit status:
  0  done, nothing wrong found
  1  done, and something is wrong with what was looked at
  2  not done: wrong usage, a file that can't be read or written, an error in a mapping";

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(match status {
            Status::Done => 0,
            Status::Wrong => 1,
            Status::NotDone => 2,
        })
    }
}
