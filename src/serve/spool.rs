//! The body of an answer on its way from a worker to a client.
//!
//! A worker writes as fast as it can, a client reads as fast as it wants: a slow one must not hold a worker. What the client did not take
//! yet waits in memory up to [`MOST_IN_MEMORY`], then in a file without a name. All files together have a limit.

use crate::disk::{self, Scratch};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::collections::VecDeque;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// The most bytes of one answer that wait in memory.
const MOST_IN_MEMORY: usize = 1 << 20;

/// So many bytes of a file are read at once.
const PIECE: usize = 1 << 16;

/// The bytes that may wait in files, of all answers together.
#[derive(Debug)]
pub struct Room(AtomicU64);

impl Room {
    /// Room for so many bytes.
    pub fn new(bytes: u64) -> Arc<Self> {
        Arc::new(Self(AtomicU64::new(bytes)))
    }

    fn take(&self, bytes: u64) -> bool {
        let taken = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes));
        taken.is_ok()
    }

    fn give(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// What waits.
struct Waiting {
    memory: VecDeque<Bytes>,
    in_memory: usize,
    file: Option<Scratch>,
    /// The positions in the file up to which it is written and read.
    written: u64,
    read: u64,
    room: Arc<Room>,
    end: Option<Result<(), String>>,
    waker: Option<Waker>,
    /// Called once when the client goes away before the end.
    gone: Option<Box<dyn FnOnce() + Send>>,
    is_gone: bool,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.room.give(self.written);
    }
}

/// Where a worker's answer goes.
pub struct Sender(Arc<Mutex<Waiting>>);

/// The body that a client gets.
pub struct Receiver {
    waiting: Arc<Mutex<Waiting>>,
    length: Option<u64>,
}

/// The client is gone, or there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed;

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A way for an answer. `gone` is called if the client goes away before its end.
pub fn spool(room: &Arc<Room>, gone: impl FnOnce() + Send + 'static) -> (Sender, Receiver) {
    let waiting = Arc::new(Mutex::new(Waiting {
        memory: VecDeque::new(),
        in_memory: 0,
        file: None,
        written: 0,
        read: 0,
        room: Arc::clone(room),
        end: None,
        waker: None,
        gone: Some(Box::new(gone)),
        is_gone: false,
    }));
    let receiver = Receiver {
        waiting: Arc::clone(&waiting),
        length: None,
    };
    (Sender(waiting), receiver)
}

impl Waiting {
    fn put(&mut self, bytes: Vec<u8>) -> Result<(), Closed> {
        if self.is_gone {
            return Err(Closed);
        }
        if self.read == self.written && self.in_memory + bytes.len() <= MOST_IN_MEMORY {
            self.in_memory += bytes.len();
            self.memory.push_back(bytes.into());
            return Ok(());
        }
        if !self.room.take(bytes.len() as u64) {
            return Err(Closed);
        }
        let append = |file: &mut Scratch, at: u64| {
            file.seek(SeekFrom::Start(at))?;
            file.write_all(&bytes)
        };
        if self.file.is_none() {
            self.file = disk::scratch().ok();
        }
        let at = self.written;
        self.written += bytes.len() as u64;
        match &mut self.file {
            Some(file) => append(file, at).map_err(|_| Closed),
            None => Err(Closed),
        }
    }

    fn take(&mut self) -> io::Result<Option<Bytes>> {
        if let Some(bytes) = self.memory.pop_front() {
            self.in_memory -= bytes.len();
            return Ok(Some(bytes));
        }
        let left = usize::try_from(self.written - self.read).unwrap_or(usize::MAX);
        let Some(file) = self.file.as_mut().filter(|_| left > 0) else {
            return Ok(None);
        };
        let mut piece = vec![0; left.min(PIECE)];
        file.seek(SeekFrom::Start(self.read))?;
        file.read_exact(&mut piece)?;
        self.read += piece.len() as u64;
        Ok(Some(piece.into()))
    }
}

impl Sender {
    /// Adds bytes.
    ///
    /// # Errors
    /// When nobody reads them, or there is no room for them.
    pub fn put(&self, bytes: Vec<u8>) -> Result<(), Closed> {
        let mut waiting = lock(&self.0);
        let put = waiting.put(bytes);
        if put.is_err() {
            waiting.end = Some(Err("there is no room for the answer".to_owned()));
        }
        wake(waiting);
        put
    }

    /// Ends the answer: it is whole, or why it is not.
    pub fn end(self, end: Result<(), String>) {
        let mut waiting = lock(&self.0);
        waiting.end.get_or_insert(end);
        waiting.gone = None;
        wake(waiting);
    }
}

fn wake(mut waiting: MutexGuard<'_, Waiting>) {
    let waker = waiting.waker.take();
    drop(waiting);
    if let Some(waker) = waker {
        waker.wake();
    }
}

impl Receiver {
    /// The body, of which the length is known.
    #[must_use]
    pub fn with_length(mut self, length: Option<u64>) -> Self {
        self.length = length;
        self
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let mut waiting = lock(&self.waiting);
        waiting.is_gone = true;
        let gone = waiting.gone.take().filter(|_| waiting.end.is_none());
        drop(waiting);
        if let Some(gone) = gone {
            gone();
        }
    }
}

impl Body for Receiver {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let mut waiting = lock(&self.waiting);
        match waiting.take() {
            Ok(Some(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
            Err(error) => return Poll::Ready(Some(Err(error))),
            Ok(None) => {}
        }
        match &waiting.end {
            Some(Ok(())) => Poll::Ready(None),
            Some(Err(why)) => Poll::Ready(Some(Err(io::Error::other(why.clone())))),
            None => {
                waiting.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }

    fn is_end_stream(&self) -> bool {
        let waiting = lock(&self.waiting);
        waiting.memory.is_empty() && waiting.read == waiting.written && waiting.end == Some(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;

    /// All bytes of a body that has ended, and whether it is whole.
    fn taken(receiver: &mut Receiver) -> (Vec<u8>, bool) {
        let mut context = Context::from_waker(Waker::noop());
        let mut all = Vec::new();
        loop {
            match Pin::new(&mut *receiver).poll_frame(&mut context) {
                Poll::Ready(Some(Ok(frame))) => all.extend_from_slice(frame.data_ref().unwrap()),
                Poll::Ready(Some(Err(_))) => return (all, false),
                Poll::Ready(None) => return (all, true),
                Poll::Pending => panic!("the body has not ended"),
            }
        }
    }

    #[test]
    fn a_client_gets_all_bytes_in_order_however_late_it_reads() {
        let room = Room::new(1 << 30);
        let (sender, mut receiver) = spool(&room, || {});
        let mut expected = Vec::new();
        for number in 0..400_u32 {
            let piece: Vec<u8> = number.to_be_bytes().repeat(4000);
            expected.extend_from_slice(&piece);
            sender.put(piece).unwrap();
        }
        assert!(expected.len() > 5 * MOST_IN_MEMORY, "it does not reach the file");
        sender.end(Ok(()));
        let (all, is_whole) = taken(&mut receiver);
        assert!(is_whole && all == expected);
        drop(receiver);
        assert_eq!(room.0.load(Ordering::Relaxed), 1 << 30, "room is not given back");
    }

    #[test]
    fn what_failed_in_the_middle_does_not_look_whole() {
        let (sender, mut receiver) = spool(&Room::new(0), || {});
        sender.put(b"abc".to_vec()).unwrap();
        sender.end(Err("too long".to_owned()));
        assert_eq!(taken(&mut receiver), (b"abc".to_vec(), false));
    }

    #[test]
    fn without_room_an_answer_ends_as_failed() {
        let (sender, mut receiver) = spool(&Room::new(10), || {});
        sender.put(vec![0; MOST_IN_MEMORY]).unwrap();
        assert_eq!(sender.put(vec![0; 11]), Err(Closed));
        sender.end(Ok(()));
        assert!(!taken(&mut receiver).1);
    }

    #[test]
    fn a_worker_learns_that_its_client_is_gone() {
        let told = Arc::new(AtomicBool::new(false));
        let tell = Arc::clone(&told);
        let (sender, receiver) = spool(&Room::new(0), move || tell.store(true, Ordering::Relaxed));
        drop(receiver);
        assert!(told.load(Ordering::Relaxed));
        assert_eq!(sender.put(vec![0]), Err(Closed));
    }
}
