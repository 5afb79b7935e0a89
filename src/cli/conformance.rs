//! `factum conformance`: runs a conformance suite.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use factum::conformance;
use factum::output::conformance::{Tally, text};
use factum::validate::Units;
use serde::Deserialize;

use super::files::read_text;
use super::options::{LocationArgs, ResultArgs, units};
use super::status::Status;

/// Run a conformance suite: every variation that its index reaches
#[derive(Args)]
pub(crate) struct ConformanceArgs {
    /// The suite's index, or one of its testcases
    index: PathBuf,

    #[command(flatten)]
    locations: LocationArgs,

    /// The Units Registry by which to check units; without it they are not checked
    #[arg(long, value_name = "FILE|none")]
    utr: Option<PathBuf>,

    /// Run only variations whose TESTCASE/ID matches this, such as '302-*' or '*/V-01' (can be repeated)
    #[arg(long, value_name = "GLOB")]
    only: Vec<String>,

    /// A TOML file of variations that are expected to fail: [[failure]] with variation and reason
    #[arg(long, value_name = "FILE")]
    expected_failures: Option<PathBuf>,

    #[command(flatten)]
    result: ResultArgs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFailures {
    #[serde(default)]
    failure: Vec<ExpectedFailure>,
}

/// A variation that is expected to fail.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFailure {
    /// `TESTCASE/ID`, the testcase without folder and ending.
    variation: String,
    /// Why, with the clause.
    reason: String,
}

/// Whether a text matches a pattern in which `*` stands for any letters and `?` for one.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((b'*', rest)) => (0..=text.len()).any(|skipped| matches(rest, &text[skipped..])),
        Some((b'?', rest)) => !text.is_empty() && matches(rest, &text[1..]),
        Some((letter, rest)) => text.first() == Some(letter) && matches(rest, &text[1..]),
    }
}

/// Runs the command.
pub(crate) fn run(args: &ConformanceArgs) -> anyhow::Result<Status> {
    let expected: Vec<(String, String)> = match &args.expected_failures {
        None => Vec::new(),
        Some(path) => {
            let listed: ExpectedFailures = toml::from_str(&read_text(path)?).context(path.display().to_string())?;
            listed.failure.into_iter().map(|failure| (failure.variation, failure.reason)).collect()
        }
    };
    let chosen = |label: &str| {
        args.only.is_empty()
            || args.only.iter().any(|glob| {
                // A pattern without a slash chooses testcases.
                let whole = if glob.contains('/') { glob.clone() } else { format!("{glob}/*") };
                matches(whole.as_bytes(), label.as_bytes())
            })
    };
    let units = units(args.utr.as_deref(), Units::None)?;
    let run = conformance::run(&args.index, &args.locations.locations([])?, &units, chosen)?;
    let tally = Tally { variations: &run.variations, expected_failures: &expected };
    args.result.write(|| text(&tally, &args.index), &tally.summary())?;
    Ok(if tally.surprises().next().is_none() { Status::Done } else { Status::Wrong })
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stand_for_any_letters() {
        let matches = |pattern: &str, text: &str| matches(pattern.as_bytes(), text.as_bytes());
        assert!(matches("302-*", "302-context/V-01"));
        assert!(matches("*/V-0?", "302-context/V-01"));
        assert!(!matches("*/V-0?", "302-context/V-11"));
        assert!(!matches("", "x"));
    }
}
