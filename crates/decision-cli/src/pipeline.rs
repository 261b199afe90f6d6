//! Blocks of claims through several threads, in and out in the order of the file.
//!
//! One thread reads, some work, the caller's takes the results in order. Channels are bounded, so
//! memory holds a few blocks however long the file is.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use decision_claims::{ClaimBlock, ClaimsReader};

use crate::failure::Failure;
use crate::output::{Console, Unit};

/// A block on its way to a worker: its number, what was prepared for it in order.
type Job<P> = (usize, ClaimBlock, P);
/// A block on its way back.
type Answer<R> = (usize, Result<(ClaimBlock, R), Failure>);

/// Runs every block of a reader through `prepare` (in order), a worker (in any order) and `sink`
/// (in order). `worker` makes the state of one thread.
pub(crate) fn run<P, R, W>(
    reader: &mut ClaimsReader,
    console: &Console,
    mut prepare: impl FnMut(&ClaimBlock) -> P + Send,
    worker: impl Fn() -> W + Sync,
    mut sink: impl FnMut(&ClaimBlock, R) -> Result<(), Failure>,
) -> Result<(), Failure>
where
    P: Send,
    R: Send,
    W: FnMut(&ClaimBlock, P) -> Result<R, Failure>,
{
    let handle = reader.progress();
    let mut progress = console.progress(handle.bytes_total(), Unit::Bytes);
    let mut deliver = |block: &ClaimBlock, result: R| {
        progress.set(handle.bytes_read());
        sink(block, result)
    };
    let threads = console.threads().get();
    if threads == 1 {
        let mut work = worker();
        while let Some(block) = reader.next_block()? {
            let prepared = prepare(&block);
            let result = work(&block, prepared)?;
            deliver(&block, result)?;
        }
        return Ok(());
    }
    let worker = &worker;
    thread::scope(|scope| {
        let (to_workers, jobs) = sync_channel::<Job<P>>(threads);
        let (to_sink, answers) = sync_channel::<Answer<R>>(threads);
        let reading = scope.spawn(move || read(reader, &mut prepare, &to_workers));
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..threads {
            let (jobs, to_sink) = (Arc::clone(&jobs), to_sink.clone());
            scope.spawn(move || work_off(&jobs, &to_sink, worker()));
        }
        // Whoever is left waiting is told by closed channels.
        drop((jobs, to_sink));
        let delivered = in_order(answers, &mut deliver);
        let read = reading
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        delivered.and(read)
    })
}

/// Reads blocks until the end, or until nobody wants them.
fn read<P>(
    reader: &mut ClaimsReader,
    prepare: &mut impl FnMut(&ClaimBlock) -> P,
    to_workers: &SyncSender<Job<P>>,
) -> Result<(), Failure> {
    let mut number = 0;
    while let Some(block) = reader.next_block()? {
        let prepared = prepare(&block);
        if to_workers.send((number, block, prepared)).is_err() {
            break;
        }
        number += 1;
    }
    Ok(())
}

/// Works until there are no more blocks, or until nobody wants the results.
fn work_off<P, R>(
    jobs: &Mutex<Receiver<Job<P>>>,
    to_sink: &SyncSender<Answer<R>>,
    mut work: impl FnMut(&ClaimBlock, P) -> Result<R, Failure>,
) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, block, prepared)) = job else {
            return;
        };
        let answer = work(&block, prepared).map(|result| (block, result));
        if to_sink.send((number, answer)).is_err() {
            return;
        }
    }
}

/// Delivers the answers in the order of their numbers.
fn in_order<R>(
    answers: Receiver<Answer<R>>,
    deliver: &mut impl FnMut(&ClaimBlock, R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, answer) in answers {
        waiting.insert(number, answer);
        while let Some(answer) = waiting.remove(&next) {
            let (block, result) = answer?;
            deliver(&block, result)?;
            next += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
