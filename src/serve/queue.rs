//! Questions that wait for a worker: taken in turns of their clients, so that one who asks much delays itself.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// Waiting things of clients.
#[derive(Debug)]
pub struct Queue<C, T> {
    of: HashMap<C, VecDeque<T>>,
    turns: VecDeque<C>,
    count: usize,
    /// The most that wait, of all clients and of one.
    limits: (usize, usize),
}

/// Too many wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

impl<C: Hash + Eq + Clone, T> Queue<C, T> {
    /// A queue in which so many wait at most, and so many of one client.
    pub fn new(all: usize, of_one: usize) -> Self {
        Self {
            of: HashMap::new(),
            turns: VecDeque::new(),
            count: 0,
            limits: (all, of_one),
        }
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Adds something of a client.
    ///
    /// # Errors
    /// When too many wait.
    pub fn put(&mut self, client: C, thing: T) -> Result<(), Full> {
        let (all, of_one) = self.limits;
        let waiting = self.of.get(&client).map_or(0, VecDeque::len);
        if self.count >= all || waiting >= of_one {
            return Err(Full);
        }
        if waiting == 0 {
            self.turns.push_back(client.clone());
        }
        self.of.entry(client).or_default().push_back(thing);
        self.count += 1;
        Ok(())
    }

    /// Takes the first of the client whose turn it is.
    pub fn take(&mut self) -> Option<T> {
        let client = self.turns.pop_front()?;
        let waiting = self.of.get_mut(&client)?;
        let thing = waiting.pop_front()?;
        if waiting.is_empty() {
            self.of.remove(&client);
        } else {
            self.turns.push_back(client);
        }
        self.count -= 1;
        Some(thing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_take_turns() {
        let mut queue = Queue::new(10, 10);
        for (client, thing) in [("a", 1), ("a", 2), ("a", 3), ("b", 4), ("c", 5), ("b", 6)] {
            queue.put(client, thing).unwrap();
        }
        let taken: Vec<i32> = std::iter::from_fn(|| queue.take()).collect();
        assert_eq!(taken, [1, 4, 5, 2, 6, 3]);
        assert_eq!((queue.len(), queue.of.len()), (0, 0));
    }

    #[test]
    fn no_client_and_not_all_of_them_wait_in_any_number() {
        let mut queue = Queue::new(3, 2);
        assert_eq!(
            [queue.put("a", 1), queue.put("a", 2), queue.put("a", 3)],
            [Ok(()), Ok(()), Err(Full)]
        );
        assert_eq!([queue.put("b", 1), queue.put("b", 2)], [Ok(()), Err(Full)]);
    }
}
