//! How workers wait for their turn.

use super::{Ordered, Sink};
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Wakes the other workers when one panics, so that none waits for its block; the panic itself goes on.
pub(super) struct Guard<'g, 'o, S: Sink> {
    pub order: &'g Mutex<&'g mut Ordered<'o, S>>,
    pub turn: &'g Condvar,
}

impl<S: Sink> Drop for Guard<'_, '_, S> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(self.order).failure = Some(io::Error::other("a worker panicked"));
            self.turn.notify_all();
        }
    }
}

/// Locks; a worker that panicked leaves nothing half-done behind a lock.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
