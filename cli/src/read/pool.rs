//! Work on several threads, results in the order of the items.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How far, in items a thread, the threads may run ahead of the slowest: finished
/// results wait in memory.
const AHEAD: usize = 8;

/// Trees may be deep: more stack than a thread has by default.
const STACK: usize = 16 << 20;

/// Does `work` on each item on `threads` threads and gives the results to `take` in
/// the order of the items, `None` where the work panicked. Stops early when `take`
/// returns false.
pub fn in_order<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(Option<R>) -> bool,
) {
    let work = |item: &T| catch_unwind(AssertUnwindSafe(|| work(item))).ok();
    let threads = threads.clamp(1, items.len().max(1));
    let queue = Queue::new(items.len(), threads * AHEAD);
    thread::scope(|scope| {
        let worker = || {
            while let Some(i) = queue.next() {
                queue.done(i, work(&items[i]));
            }
        };
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker);
        let workers = (0..threads).map(spawn).filter(Result::is_ok).count();
        for (i, item) in items.iter().enumerate() {
            // without a thread to be had the work is done here
            let result = if workers == 0 { work(item) } else { queue.take(i) };
            if !take(result) {
                break;
            }
        }
        queue.stop();
    });
}

struct State<R> {
    next: usize,
    taken: usize,
    stopped: bool,
    done: BTreeMap<usize, R>,
}

struct Queue<R> {
    len: usize,
    ahead: usize,
    state: Mutex<State<R>>,
    changed: Condvar,
}

impl<R> Queue<R> {
    fn new(len: usize, ahead: usize) -> Queue<R> {
        let state = State { next: 0, taken: 0, stopped: false, done: BTreeMap::new() };
        Queue { len, ahead, state: Mutex::new(state), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, guard: MutexGuard<'a, State<R>>) -> MutexGuard<'a, State<R>> {
        self.changed.wait(guard).unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item to work on; waits while too many results lie untaken.
    fn next(&self) -> Option<usize> {
        let mut state = self.lock();
        while !state.stopped && state.next < self.len && state.next >= state.taken + self.ahead {
            state = self.wait(state);
        }
        if state.stopped || state.next >= self.len {
            return None;
        }
        state.next += 1;
        Some(state.next - 1)
    }

    fn done(&self, i: usize, result: R) {
        self.lock().done.insert(i, result);
        self.changed.notify_all();
    }

    /// The result of item `i`; waits for it.
    fn take(&self, i: usize) -> R {
        let mut state = self.lock();
        loop {
            if let Some(result) = state.done.remove(&i) {
                state.taken = i + 1;
                self.changed.notify_all();
                return result;
            }
            state = self.wait(state);
        }
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: usize) -> Vec<Option<usize>> {
        let items: Vec<usize> = (0..100).collect();
        let mut out = Vec::new();
        let work = |&n: &usize| {
            // the first of each dozen is slow, so that results come out of order
            if n % 12 == 0 {
                thread::sleep(std::time::Duration::from_millis(2));
            }
            n * n
        };
        in_order(&items, threads, work, |r| {
            out.push(r);
            true
        });
        out
    }

    #[test]
    fn results_come_in_order_on_any_number_of_threads() {
        let expected: Vec<Option<usize>> = (0..100).map(|n| Some(n * n)).collect();
        for threads in [0, 1, 2, 7, 300] {
            assert_eq!(squares(threads), expected);
        }
    }

    #[test]
    fn stops_when_told() {
        let items: Vec<usize> = (0..1000).collect();
        let mut taken = 0;
        in_order(
            &items,
            3,
            |&n| n,
            |_| {
                taken += 1;
                taken < 5
            },
        );
        assert_eq!(taken, 5);
    }

    #[test]
    fn a_panic_costs_its_item_only() {
        let mut out = Vec::new();
        in_order(
            &[1, 0, 2],
            2,
            |&n| 6 / n,
            |r| {
                out.push(r);
                true
            },
        );
        assert_eq!(out, [Some(6), None, Some(3)]);
    }

    #[test]
    fn nothing_to_do() {
        in_order(&[], 4, |n: &usize| *n, |_| panic!("nothing can be taken"));
    }
}
