//! The command line of `sourcier`: passes arguments to the library, prints reports.

#![forbid(unsafe_code)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
