//! `factum completions` and `factum man`: the command line itself, for shells and for `man`.

use anyhow::Context as _;
use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use super::options::OutArgs;
use super::status::Status;

/// Print what a shell needs to complete factum's commands and options
#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,

    #[command(flatten)]
    out: OutArgs,
}

/// Print a page for man: factum's own, or a command's
#[derive(Args)]
pub(crate) struct ManArgs {
    /// The command
    command: Option<String>,

    #[command(flatten)]
    out: OutArgs,
}

/// Runs `factum completions`.
pub(crate) fn completions(args: &CompletionsArgs, mut program: Command) -> anyhow::Result<Status> {
    // Into memory first: a reader that closes the pipe early is no fault of what is generated.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut program, "factum", &mut script);
    args.out.write(|out| Ok(out.write_all(&script)?))?;
    Ok(Status::Done)
}

/// Runs `factum man`.
pub(crate) fn man(args: &ManArgs, mut program: Command) -> anyhow::Result<Status> {
    // Names the commands' pages factum-COMMAND, and hands the general options down to them.
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => program.find_subcommand(name).with_context(|| format!("there is no command {name}"))?.clone(),
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    args.out.write(|out| Ok(out.write_all(&page)?))?;
    Ok(Status::Done)
}
