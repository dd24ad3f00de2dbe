//! A worker process of a server, as the server sees it.

use super::frames::{Ask, Frame, Head};
use crate::budget::worker::Program;
use crate::disk::Scratch;
use std::io;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

/// The most bytes that are kept of what a process says before it ends.
const MOST_SAID: usize = 1 << 14;

/// A process that answers one question after another. It is killed when this is dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// What it wrote last to standard error.
    said: Arc<Mutex<String>>,
}

impl Process {
    /// Starts the program as a part of a server, with a graph's file.
    ///
    /// # Errors
    /// When the system cannot start it.
    pub fn start(program: &Program, part: &str, graph: &Scratch) -> io::Result<Self> {
        let (command, _inherited) = program.inheriting(["--part".into(), part.into(), "--graph".into()], graph)?;
        let mut command = Command::from(command);
        let piped = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = piped.kill_on_drop(true).spawn()?;
        let (Some(input), Some(output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("the process has no pipes"));
        };
        let said = Arc::<Mutex<String>>::default();
        tokio::spawn(listen(errors, Arc::clone(&said)));
        Ok(Self {
            child,
            input,
            output: BufReader::with_capacity(1 << 16, output),
            said,
        })
    }

    /// Asks it.
    ///
    /// # Errors
    /// When it has ended.
    pub async fn ask(&mut self, ask: &Ask) -> io::Result<()> {
        let mut line = serde_json::to_vec(ask)?;
        line.push(b'\n');
        self.input.write_all(&line).await?;
        self.input.flush().await
    }

    /// The next frame of its answer.
    ///
    /// # Errors
    /// When it ended before the answer did, with what it said.
    pub async fn frame(&mut self) -> Result<Frame, String> {
        match self.read().await {
            Ok(frame) => Ok(frame),
            Err(_) => Err(self.ended().await),
        }
    }

    async fn read(&mut self) -> io::Result<Frame> {
        let letter = self.output.read_u8().await?;
        let length = self.output.read_u32().await?;
        let length = super::frames::bounded(length)?;
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).await?;
        Frame::of(letter, bytes)
    }

    /// What a short answer holds.
    ///
    /// # Errors
    /// When it ended, or could not answer.
    pub async fn whole(&mut self) -> Result<(Head, Vec<u8>), String> {
        let mut head = Head::default();
        let mut body = Vec::new();
        loop {
            match self.frame().await? {
                Frame::Head(found) => head = found,
                Frame::Data(bytes) => body.extend(bytes),
                Frame::End => return Ok((head, body)),
                Frame::Failed(why) => return Err(why),
            }
        }
    }

    /// What it said when it ended.
    async fn ended(&mut self) -> String {
        let _ = self.child.kill().await;
        // The pipe of errors is read to its end by another task.
        tokio::task::yield_now().await;
        let said = self
            .said
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .trim()
            .to_owned();
        match said.is_empty() {
            true => "the process that answered was stopped".to_owned(),
            false => said,
        }
    }
}

/// Keeps what a process says.
async fn listen(errors: ChildStderr, said: Arc<Mutex<String>>) {
    let mut lines = BufReader::new(errors).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.len() + line.len() < MOST_SAID {
            said.push_str(&line);
            said.push('\n');
        }
    }
}
