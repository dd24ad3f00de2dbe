//! The program `sourcier`: its command line is that of the library, so that a module of another language can have it, too.

#![forbid(unsafe_code)]

use sourcier::budget::worker::Program;

fn main() -> std::process::ExitCode {
    sourcier::cli::main(&Program::this(), std::env::args_os()).into()
}
