//! A person at a terminal: types, and waits for what the program shows.

use super::{sourcier, terminal};
use rustix::termios::{LocalModes, tcgetattr};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Somebody at a terminal in which the program runs.
pub struct Person {
    /// The program.
    pub child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    seen: String,
}

impl Person {
    /// Starts the program with these arguments.
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        let (controller, name) = terminal(40, 100);
        let terminal = || Stdio::from(OpenOptions::new().read(true).write(true).open(&name).unwrap());
        let child = sourcier(folder)
            .args(["--color", "never"])
            .args(arguments)
            .env("BROWSER", "true")
            .stdin(terminal())
            .stdout(terminal())
            .stderr(terminal())
            .spawn()
            .unwrap();
        let keyboard = File::from(controller);
        let mut output = keyboard.try_clone().unwrap();
        let (sender, screen) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // On Linux, reading fails once the program has closed its end.
            while let Ok(count) = output.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            keyboard,
            screen,
            seen: String::new(),
        }
    }

    /// Types these keys; what was on the screen is forgotten.
    pub fn types(&mut self, keys: &str) {
        self.seen.clear();
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until a text is on the screen.
    pub fn shows(&mut self, text: &str) {
        while !self.seen.contains(text) {
            let more = self.screen.recv_timeout(Duration::from_secs(20));
            let more = more.unwrap_or_else(|_| panic!("no “{text}” in\n{}", self.seen));
            self.seen.push_str(&String::from_utf8_lossy(&more));
        }
    }

    /// Waits for the end of the program, which must be a success.
    pub fn ends(&mut self) {
        assert!(self.child.wait().unwrap().success(), "{}", self.seen);
        while let Ok(more) = self.screen.recv_timeout(Duration::from_millis(200)) {
            self.seen.push_str(&String::from_utf8_lossy(&more));
        }
        // The program restores the terminal's modes.
        let modes = tcgetattr(&self.keyboard).unwrap().local_modes;
        assert!(modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG));
    }
}

impl Person {
    /// What was shown since the last keys.
    pub fn seen(&self) -> &str {
        &self.seen
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        // After a failure the program would wait forever.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
