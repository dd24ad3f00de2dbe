//! `sourcier man`: the manual page, made from the same declarations as `--help`.

use super::Outcome;
use clap::CommandFactory;
use std::io::Write;

/// Write the manual page in roff (docs/sourcier.1 is made by this)
#[derive(Debug, clap::Args)]
pub struct Arguments {}

pub fn run(_: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut command = super::Arguments::command();
    command.build();
    let page = clap_mangen::Man::new(command.clone())
        .date("")
        .source(format!("sourcier {}", env!("CARGO_PKG_VERSION")));
    page.render(out)?;
    for command in command.get_subcommands() {
        write_command(command, out)?;
    }
    Ok(Outcome::Clean)
}

/// Writes a command and its subcommands, each as a section of the page.
fn write_command(command: &clap::Command, out: &mut impl Write) -> anyhow::Result<()> {
    if command.is_hide_set() || command.get_name() == "help" {
        return Ok(());
    }
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
    let page = clap_mangen::Man::new(command.clone());
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    if command.get_after_help().is_some() {
        page.render_extra_section(out)?;
    }
    command
        .get_subcommands()
        .try_for_each(|below| write_command(below, out))
}
