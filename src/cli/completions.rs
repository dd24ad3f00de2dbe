//! `sourcier completions`: what a shell completes, made from the same declarations as `--help`.

use super::Outcome;
use clap::CommandFactory as _;
use clap_complete::Shell;
use std::io::Write;

/// Write the completions of a shell: commands, options and their words
///
/// The Debian package installs those of bash, zsh and fish.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  sourcier completions bash > ~/.local/share/bash-completion/completions/sourcier
  sourcier completions zsh > ~/.zfunc/_sourcier         with `fpath+=~/.zfunc` before compinit in ~/.zshrc
  sourcier completions fish > ~/.config/fish/completions/sourcier.fish")]
pub struct Arguments {
    /// The shell
    shell: Shell,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut command = super::Arguments::command();
    // The generator ends the process if writing fails, as at a closed pipe: it writes into memory.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "sourcier", &mut script);
    out.write_all(&script)?;
    Ok(Outcome::Clean)
}
