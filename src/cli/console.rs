//! What every command takes, and what it says besides its result: summaries, details, progress, errors.

use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _, stderr};
use std::num::NonZeroUsize;
use std::time::Duration;

use super::status::Status;
use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use factum::model::{Documents, Severity};
use factum::output::style::{Styles, styled};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Options of every command.
#[derive(Args)]
#[command(next_help_heading = "General options")]
pub(crate) struct GeneralArgs {
    /// Say less on standard error: no summaries, no progress
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Say more on standard error: which files were read
    #[arg(short, long, global = true)]
    verbose: bool,

    /// When to use colours
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    color: When,

    /// Use so many threads; as many as there are cores where it isn't given
    #[arg(long, global = true, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

impl GeneralArgs {
    /// Sets what holds for the whole process.
    ///
    /// # Errors
    /// When the threads can't be started.
    pub(crate) fn apply(&self) -> anyhow::Result<Console> {
        let choice = match self.color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        choice.write_global();
        if let Some(threads) = self.threads {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get());
            pool.build_global().with_context(|| format!("{threads} threads can't be started"))?;
        }
        Ok(Console { quiet: self.quiet, verbose: self.verbose })
    }
}

/// The colours for a stream.
pub(crate) fn styles(stream: &impl anstream::stream::RawStream) -> Styles {
    match AutoStream::choice(stream) {
        ColorChoice::Never => Styles::PLAIN,
        _ => Styles::COLOURED,
    }
}

/// Standard error, as far as a user wants to hear of it.
pub(crate) struct Console {
    quiet: bool,
    verbose: bool,
}

impl Console {
    /// Tells what was done.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            _ = stderr().write_all(text.as_bytes());
        }
    }

    /// Tells which documents were read, where a user asked for it.
    pub(crate) fn list(&self, documents: &Documents) {
        if self.verbose {
            for document in documents.iter().filter(|document| document.is_read()) {
                _ = writeln!(stderr(), "read {}", document.name);
            }
        }
    }

    /// Tells how many errors there are in what was read, and what that makes of a command that is done.
    pub(crate) fn errors_while_reading(&self, errors: usize) -> Status {
        if errors == 0 {
            return Status::Done;
        }
        let what = if errors == 1 { "1 error was" } else { &format!("{errors} errors were") };
        self.say(&format!("{what} found while it was read; factum validate shows more\n"));
        Status::Wrong
    }

    /// The progress of some steps, which shows when it takes long, on a terminal.
    pub(crate) fn progress(&self, steps: usize) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len}, {per_sec}, {eta} left  {wide_msg}");
        bar.set_style(style.expect("the template is one"));
        if !self.quiet && stderr().is_terminal() {
            let late = bar.clone();
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                if !late.is_finished() {
                    late.set_draw_target(ProgressDrawTarget::stderr());
                    late.tick();
                }
            });
        }
        Progress(bar)
    }
}

/// Work that takes less shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// Tells of an error.
pub(crate) fn error(error: impl Display) {
    let word = styled(styles(&stderr()).severity(Severity::Error), "error:");
    _ = writeln!(stderr(), "{word} {error}");
}

/// The steps of a work, counted as they are done.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Does a step of that name; several can be done at once.
    pub(crate) fn step<T>(&self, name: &impl Display, work: impl FnOnce() -> T) -> T {
        self.0.set_message(name.to_string());
        let done = work();
        self.0.inc(1);
        done
    }

    /// Tells something on standard error that doesn't run into the bar.
    pub(crate) fn tell(&self, tell: impl FnOnce()) {
        self.0.suspend(tell);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
