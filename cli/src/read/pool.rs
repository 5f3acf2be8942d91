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
/// returns false. Items are drawn as they are needed, by one thread at a time.
pub fn in_order<T: Send, R: Send>(
    items: impl IntoIterator<Item = T, IntoIter: Send>,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(Option<R>) -> bool,
) {
    let work = |item: T| catch_unwind(AssertUnwindSafe(|| work(item))).ok();
    let threads = threads.max(1);
    let queue = Queue::new(items.into_iter(), threads * AHEAD);
    thread::scope(|scope| {
        let worker = || {
            while let Some((i, item)) = queue.next() {
                queue.done(i, work(item));
            }
        };
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker);
        let workers = (0..threads).map(spawn).filter(Result::is_ok).count();
        if workers == 0 {
            // without a thread to be had the work is done here
            while queue.next().is_some_and(|(i, item)| {
                queue.done(i, work(item));
                queue.take().is_some_and(&mut take)
            }) {}
        } else {
            while queue.take().is_some_and(&mut take) {}
        }
        queue.stop();
    });
}

struct State<R> {
    taken: usize,
    // how many items there were, once the last was drawn
    end: Option<usize>,
    stopped: bool,
    done: BTreeMap<usize, R>,
}

struct Queue<I, R> {
    // the items not yet drawn, and how many were
    source: Mutex<(I, usize)>,
    ahead: usize,
    state: Mutex<State<R>>,
    changed: Condvar,
}

impl<I: Iterator, R> Queue<I, R> {
    fn new(items: I, ahead: usize) -> Queue<I, R> {
        let state = State { taken: 0, end: None, stopped: false, done: BTreeMap::new() };
        Queue { source: Mutex::new((items, 0)), ahead, state: Mutex::new(state), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, guard: MutexGuard<'a, State<R>>) -> MutexGuard<'a, State<R>> {
        self.changed.wait(guard).unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item to work on; waits while too many results lie untaken. Drawing it may take
    /// time (it may be read from a disk), so results are taken meanwhile.
    fn next(&self) -> Option<(usize, I::Item)> {
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let at = source.1;
        let mut state = self.lock();
        while !state.stopped && state.end.is_none() && at >= state.taken + self.ahead {
            state = self.wait(state);
        }
        if state.stopped || state.end.is_some() {
            return None;
        }
        drop(state);
        let drawn = catch_unwind(AssertUnwindSafe(|| source.0.next())).unwrap_or(None);
        match drawn {
            Some(item) => {
                source.1 += 1;
                Some((at, item))
            }
            None => {
                self.lock().end = Some(at);
                self.changed.notify_all();
                None
            }
        }
    }

    fn done(&self, i: usize, result: R) {
        self.lock().done.insert(i, result);
        self.changed.notify_all();
    }

    /// The next result in order; waits for it. `None` after the last.
    fn take(&self) -> Option<R> {
        let mut state = self.lock();
        loop {
            let next = state.taken;
            if let Some(result) = state.done.remove(&next) {
                state.taken += 1;
                self.changed.notify_all();
                return Some(result);
            }
            if state.end == Some(next) {
                return None;
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
        let work = |n: usize| {
            // the first of each dozen is slow, so that results come out of order
            if n.is_multiple_of(12) {
                thread::sleep(std::time::Duration::from_millis(2));
            }
            n * n
        };
        in_order(items.iter().copied(), threads, work, |r| {
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
            items.iter().copied(),
            3,
            |n| n,
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
            [1, 0, 2],
            2,
            |n: i32| 6 / n,
            |r| {
                out.push(r);
                true
            },
        );
        assert_eq!(out, [Some(6), None, Some(3)]);
    }

    #[test]
    fn nothing_to_do() {
        in_order(Vec::<usize>::new(), 4, |n: usize| n, |_| panic!("nothing can be taken"));
    }
}
