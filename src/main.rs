//! `sourcier`, the command line: arguments to the library, reports to people.

#![forbid(unsafe_code)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
