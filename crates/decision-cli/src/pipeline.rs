//! Blocks of claims through several threads, in and out in the order of the file.
//!
//! Each thread cuts the next part off the file, reads it and works on its blocks; the caller's
//! takes the results in order. What has to be done in order before the work waits for its turn.
//! The number of parts on their way is bounded, so memory holds a few however long the file is.

mod turnstile;

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use decision_claims::{ClaimBlock, ClaimsPart, ClaimsReader};

use crate::failure::Failure;
use crate::output::{Console, Unit};

use turnstile::Turnstile;

/// What came out of the blocks of a part.
type Answer<R> = Result<Vec<(ClaimBlock, R)>, Failure>;

/// Runs every block of a reader through a worker (in any order) and `sink` (in order). `worker`
/// makes the state of one thread.
pub(crate) fn run<R, W>(
    reader: &mut ClaimsReader,
    console: &Console,
    worker: impl Fn() -> W + Sync,
    sink: impl FnMut(&ClaimBlock, R) -> Result<(), Failure>,
) -> Result<(), Failure>
where
    R: Send,
    W: FnMut(&ClaimBlock) -> Result<R, Failure>,
{
    let on_part = |work: &mut W, part: &mut ClaimsPart, _: usize| {
        let mut done = Vec::new();
        while let Some(block) = part.next_block()? {
            let result = work(&block)?;
            done.push((block, result));
        }
        Ok(done)
    };
    if console.threads().get() == 1 {
        return run_alone(reader, console, worker(), sink);
    }
    run_parts(reader, console, worker, on_part, sink)
}

/// Runs every block of a reader through `prepare` (in order), a worker (in any order) and `sink`
/// (in order). `worker` makes the state of one thread.
pub(crate) fn run_prepared<P, R, W>(
    reader: &mut ClaimsReader,
    console: &Console,
    mut prepare: impl FnMut(&ClaimBlock) -> P + Send,
    worker: impl Fn() -> W + Sync,
    sink: impl FnMut(&ClaimBlock, R) -> Result<(), Failure>,
) -> Result<(), Failure>
where
    P: Send,
    R: Send,
    W: FnMut(&ClaimBlock, P) -> Result<R, Failure>,
{
    if console.threads().get() == 1 {
        let mut work = worker();
        let work = |block: &ClaimBlock| {
            let prepared = prepare(block);
            work(block, prepared)
        };
        return run_alone(reader, console, work, sink);
    }
    let turnstile = Turnstile::new();
    let prepare = Mutex::new(prepare);
    let on_part = |work: &mut W, part: &mut ClaimsPart, number: usize| {
        // The turn is passed on even if the part cannot be read.
        let turn = turnstile.ticket(number);
        let mut blocks = Vec::new();
        while let Some(block) = part.next_block()? {
            blocks.push(block);
        }
        let in_turn = turn.wait();
        let mut prepare_next = prepare.lock().unwrap_or_else(PoisonError::into_inner);
        let ready: Vec<P> = blocks.iter().map(&mut *prepare_next).collect();
        drop((prepare_next, in_turn));
        let answers = blocks.into_iter().zip(ready).map(|(block, ready)| {
            let result = work(&block, ready)?;
            Ok((block, result))
        });
        answers.collect()
    };
    run_parts(reader, console, worker, on_part, sink)
}

/// The whole run in the caller's thread.
fn run_alone<R>(
    reader: &mut ClaimsReader,
    console: &Console,
    mut work: impl FnMut(&ClaimBlock) -> Result<R, Failure>,
    mut sink: impl FnMut(&ClaimBlock, R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let handle = reader.progress();
    let mut progress = console.progress(handle.bytes_total(), Unit::Bytes);
    while let Some(block) = reader.next_block()? {
        let result = work(&block)?;
        progress.set(handle.bytes_read());
        sink(&block, result)?;
    }
    Ok(())
}

/// Runs parts in several threads.
fn run_parts<R, W>(
    reader: &mut ClaimsReader,
    console: &Console,
    worker: impl Fn() -> W + Sync,
    on_part: impl Fn(&mut W, &mut ClaimsPart, usize) -> Answer<R> + Sync,
    mut sink: impl FnMut(&ClaimBlock, R) -> Result<(), Failure>,
) -> Result<(), Failure>
where
    R: Send,
{
    let threads = console.threads().get();
    let handle = reader.progress();
    let mut progress = console.progress(handle.bytes_total(), Unit::Bytes);
    let source = Mutex::new(Source {
        reader,
        next: 0,
        has_ended: false,
    });
    let (source, worker, on_part) = (&source, &worker, &on_part);
    thread::scope(|scope| {
        // Who takes a part needs leave, which comes back when the part is delivered.
        let (give_leave, leave) = sync_channel(threads + 1);
        for _ in 0..=threads {
            // There is room for all of them.
            let _ = give_leave.try_send(());
        }
        let leave = Arc::new(Mutex::new(leave));
        let (to_sink, answers) = channel();
        for _ in 0..threads {
            let (leave, to_sink) = (Arc::clone(&leave), to_sink.clone());
            scope.spawn(move || work_off(source, &leave, &to_sink, worker(), on_part));
        }
        // Whoever is left waiting is told by closed channels.
        drop((leave, to_sink));
        let mut deliver = |mut block: ClaimBlock, result: R| {
            let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
            source.reader.settle(&mut block);
            drop(source);
            progress.set(handle.bytes_read());
            sink(&block, result)
        };
        in_order(answers, &give_leave, &mut deliver)
    })
}

/// The file, from which parts are taken one after the other.
struct Source<'a> {
    reader: &'a mut ClaimsReader,
    /// The number of the next part.
    next: usize,
    has_ended: bool,
}

impl Source<'_> {
    /// The next part and its number; nothing at the end. A failure is the end, too.
    fn take(&mut self) -> Option<(usize, Result<ClaimsPart, Failure>)> {
        if self.has_ended {
            return None;
        }
        let part = self.reader.next_part().transpose();
        self.has_ended = !matches!(part, Some(Ok(_)));
        let number = self.next;
        self.next += 1;
        part.map(|part| (number, part.map_err(Failure::from)))
    }
}

/// Works until there are no more parts, or until nobody wants the results.
fn work_off<R, W>(
    source: &Mutex<Source<'_>>,
    leave: &Mutex<Receiver<()>>,
    to_sink: &Sender<(usize, Answer<R>)>,
    mut work: W,
    on_part: &impl Fn(&mut W, &mut ClaimsPart, usize) -> Answer<R>,
) {
    loop {
        let has_leave = leave.lock().unwrap_or_else(PoisonError::into_inner).recv();
        if has_leave.is_err() {
            return;
        }
        let taken = source.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((number, part)) = taken else {
            return;
        };
        let answer = part.and_then(|mut part| on_part(&mut work, &mut part, number));
        if to_sink.send((number, answer)).is_err() {
            return;
        }
    }
}

/// Delivers the answers in the order of their numbers.
fn in_order<R>(
    answers: Receiver<(usize, Answer<R>)>,
    give_leave: &SyncSender<()>,
    deliver: &mut impl FnMut(ClaimBlock, R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, answer) in answers {
        waiting.insert(number, answer);
        while let Some(answer) = waiting.remove(&next) {
            for (block, result) in answer? {
                deliver(block, result)?;
            }
            next += 1;
            // At the end of the file nobody is left to take it.
            let _ = give_leave.try_send(());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
