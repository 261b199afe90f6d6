//! A first try in a process of its own: an engine that cannot hold many rules may run for hours or
//! exhaust its stack, and then only that process ends.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Result;
use verdict_benches::claims;

use crate::engines::Entrant;

/// Longest time to read and compile the rules and to decide one claim.
const PATIENCE: Duration = Duration::from_secs(120);

/// Lets this program build an engine in another process; gives the reason if that does not succeed.
pub(crate) fn try_in_own_process(entrant: Entrant, count: usize) -> Result<Result<(), String>> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["probe", entrant.name(), &count.to_string()])
        .stdin(Stdio::null())
        .spawn()?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() {
                Ok(())
            } else {
                Err(format!("cannot read the rules ({status})"))
            });
        }
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(Err(format!("not read after {} s", PATIENCE.as_secs())));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What the other process does.
pub(crate) fn run(entrant: Entrant, count: usize) -> Result<()> {
    let mut contestant = entrant.build(count)?;
    contestant.hold(&claims(1))?;
    contestant.answers()?;
    Ok(())
}
