//! `factum explain` and `factum rules`: what the rules are.

use anyhow::bail;
use clap::{Args, ValueEnum};
use factum::model::Rule;
use factum::output::rules::{RulesDocument, explanation, list, markdown};
use factum::rules;

use super::options::{OutArgs, json_text};
use super::status::Status;

/// Explain a finding's code: what is checked, why it matters, an example and how to mend it
#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// The code, such as xbrl.4.6.1:noSuchContext
    code: String,

    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    out: OutArgs,
}

/// List all rules
#[derive(Args)]
pub(crate) struct RulesArgs {
    /// How to write the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    out: OutArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

/// Runs `factum explain`.
pub(crate) fn explain(args: &ExplainArgs) -> anyhow::Result<Status> {
    let Some(rule) = rules::find(&args.code) else {
        let near = rules::near_misses(&args.code);
        bail!("there is no rule {}; {}", args.code, near.as_deref().unwrap_or("factum rules lists them all"));
    };
    args.out.write_text(&rendered(args.format, &[rule], || explanation(rule))?)?;
    Ok(Status::Done)
}

/// Runs `factum rules`.
pub(crate) fn list_all(args: &RulesArgs) -> anyhow::Result<Status> {
    let all: Vec<&Rule> = rules::all().collect();
    args.out.write_text(&rendered(args.format, &all, || list(all.iter().copied()))?)?;
    Ok(Status::Done)
}

fn rendered(format: Format, rules: &[&'static Rule], text: impl Fn() -> String) -> anyhow::Result<String> {
    Ok(match format {
        Format::Text => text(),
        Format::Markdown => markdown(rules.iter().copied()).trim_start().to_owned(),
        Format::Json => json_text(&RulesDocument::new(rules.iter().copied()))?,
    })
}
