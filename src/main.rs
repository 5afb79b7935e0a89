//! The program: arguments in, one library call, one renderer, an exit status.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
