//! `sourcier completions`: shells complete commands, options and words of options. zsh and fish are asked where they are installed, and
//! in any case by scripts/package.

use crate::support::{output, root};
use std::fs;
use std::process::Command;

#[test]
fn shells_complete_commands_and_options_and_words() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let version = Command::new(shell).arg("--version").output();
        if !version.is_ok_and(|version| version.status.success()) {
            eprintln!("skipped: {shell} is not at hand");
            continue;
        }
        let script = folder.path().join(shell);
        fs::write(&script, output(folder.path(), &["completions", shell])).unwrap();
        let asked = Command::new("bash")
            .arg(root().join("scripts/package.d/completes"))
            .arg(shell)
            .arg(&script)
            .env("HOME", folder.path())
            .output()
            .unwrap();
        assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    }
}
