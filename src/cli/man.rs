//! `sourcier man`: the manual page, made from the same declarations as `--help`.

use super::Outcome;
use clap::CommandFactory;
use std::io::Write;

/// Write the manual page in roff (docs/sourcier.1 is made by this)
#[derive(Debug, clap::Args)]
pub struct Arguments {}

pub fn run(_: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let command = super::Arguments::command();
    clap_mangen::Man::new(command.clone()).render(out)?;
    let mut commands: Vec<_> = command
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .collect();
    while let Some(command) = commands.pop() {
        let _ = command;
    }
    Ok(Outcome::Clean)
}
