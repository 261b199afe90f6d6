//! Single decisions: every engine decides the same claims one by one.
//!
//! All answers are compared with Verdict's before and after the rounds. Engines take turns in each
//! round, so that all of them meet the same disturbances.

use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use verdict_benches::{Claim, claims};

use crate::cpu_time;
use crate::engine::{Contestant, RuleNumber};
use crate::engines::Entrant;
use crate::probe;
use crate::report::{COUNTS, SingleCell, SingleFigures, SingleOutcome, SingleReport, median};
use crate::sample::spread;
use crate::terminal::note;

/// Claims of a table: so many that no branch predictor learns them by heart.
const CLAIMS: usize = 8_192;
/// Fewest claims that a slow engine decides.
const CLAIMS_MIN: usize = 16;
/// Numbers of rules from which an engine is tried in a process of its own first.
const PROBED_FROM: usize = 1_000;
/// CPU time of an engine in a round, as far as [`CLAIMS_MIN`] permits.
const TURN: Duration = Duration::from_millis(40);

/// One engine with one table.
struct Turn {
    entrant: Entrant,
    count: usize,
    contestant: Box<dyn Contestant>,
    claims: Vec<Claim>,
    expected: Vec<RuleNumber>,
    /// How often it decides its claims in a round.
    passes: u32,
    build: Duration,
    rounds_ns: Vec<f64>,
}

/// Measures all engines.
pub(crate) fn run(rounds: usize) -> Result<SingleReport> {
    let all = claims(CLAIMS);
    let (mut turns, mut left) = (Vec::new(), Vec::new());
    for count in COUNTS {
        let expected = expected(count, &all)?;
        for entrant in Entrant::ALL {
            match build(entrant, count)? {
                Ok((contestant, build)) => {
                    let turn = prepare(entrant, count, contestant, build, &all, &expected)?;
                    turns.push(turn);
                }
                Err(reason) => left.push((entrant, count, reason)),
            }
        }
    }
    for round in 0..rounds {
        note(&format!("round {} of {rounds}", round + 1));
        turns.iter_mut().for_each(take_turn);
    }
    for turn in &mut turns {
        compare(turn)?;
    }
    Ok(SingleReport {
        processor: processor(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        rounds,
        cells: cells(&turns, &left),
    })
}

/// The rule by which Verdict answers each claim.
pub(crate) fn expected(count: usize, claims: &[Claim]) -> Result<Vec<RuleNumber>> {
    let mut verdict = Entrant::Verdict.build(count)?;
    verdict.hold(claims)?;
    verdict.answers()
}

type Built = (Box<dyn Contestant>, Duration);

/// Builds an engine, or says why it stays away.
fn build(entrant: Entrant, count: usize) -> Result<Result<Built, String>> {
    if !entrant.takes_part(count) {
        return Ok(Err("-".to_owned()));
    }
    note(&format!("{count} rules: {}", entrant.title()));
    // A rival that cannot read so many rules ends a process of its own, not this one.
    if count >= PROBED_FROM
        && let Err(reason) = probe::try_in_own_process(entrant, count)?
    {
        return Ok(Err(reason));
    }
    let mut contestant = None;
    let time = cpu_time::of(|| contestant = Some(entrant.build(count)));
    let contestant = contestant.context("nothing was built")?;
    let contestant = contestant.with_context(|| format!("{}, {count} rules", entrant.name()))?;
    Ok(Ok((contestant, time)))
}

/// Chooses how many claims an engine decides in a round, and compares its answers.
fn prepare(
    entrant: Entrant,
    count: usize,
    mut contestant: Box<dyn Contestant>,
    build: Duration,
    all: &[Claim],
    expected: &[RuleNumber],
) -> Result<Turn> {
    let choose = |places: &[usize]| -> (Vec<Claim>, Vec<RuleNumber>) {
        let pairs = places
            .iter()
            .filter_map(|at| Some((*all.get(*at)?, *expected.get(*at)?)));
        pairs.unzip()
    };
    let (few, _) = choose(&spread(expected, CLAIMS_MIN));
    contestant.hold(&few)?;
    contestant.run();
    let pass = cpu_time::of(|| contestant.run()).max(Duration::from_nanos(1));
    let affordable = TURN.as_nanos() * few.len() as u128 / pass.as_nanos();
    let affordable = usize::try_from(affordable).unwrap_or(CLAIMS);
    let number = affordable.clamp(CLAIMS_MIN, CLAIMS);
    let (claims, expected) = choose(&spread(expected, number));
    contestant.hold(&claims)?;
    let mut turn = Turn {
        entrant,
        count,
        contestant,
        passes: u32::try_from((affordable / number).clamp(1, 1_000)).unwrap_or(1),
        claims,
        expected,
        build,
        rounds_ns: Vec::new(),
    };
    compare(&mut turn)?;
    Ok(turn)
}

/// Every answer is Verdict's.
fn compare(turn: &mut Turn) -> Result<()> {
    let (name, count) = (turn.entrant.name(), turn.count);
    let answers = turn.contestant.answers();
    let answers = answers.with_context(|| format!("{name}, {count} rules"))?;
    ensure!(answers.len() == turn.expected.len(), "answers are missing");
    for ((claim, expected), answer) in turn.claims.iter().zip(&turn.expected).zip(&answers) {
        if answer != expected {
            bail!(
                "{name}, {count} rules: claim {claim:?} is answered by {answer:?}, Verdict says {expected:?}"
            );
        }
    }
    Ok(())
}

fn take_turn(turn: &mut Turn) {
    turn.contestant.run();
    let (contestant, passes) = (&mut turn.contestant, turn.passes);
    let time = cpu_time::of(|| (0..passes).for_each(|_| contestant.run()));
    let decisions = f64::from(passes) * count(turn.claims.len());
    turn.rounds_ns.push(time.as_secs_f64() * 1e9 / decisions);
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of claims are far below 2^52"
)]
fn count(number: usize) -> f64 {
    number as f64
}

/// The figures in the order of the tables.
fn cells(turns: &[Turn], left: &[(Entrant, usize, String)]) -> Vec<SingleCell> {
    let mut cells = Vec::new();
    for entrant in Entrant::ALL {
        let measured = turns.iter().filter(|turn| turn.entrant == entrant);
        let figures = measured.map(|turn| {
            let figures = SingleFigures {
                claims: turn.claims.len(),
                median_ns: median(&turn.rounds_ns),
                best_ns: turn.rounds_ns.iter().copied().fold(f64::INFINITY, f64::min),
                build_ms: turn.build.as_secs_f64() * 1e3,
            };
            (turn.count, SingleOutcome::Measured(figures))
        });
        let reasons = left
            .iter()
            .filter(|(it, _, _)| *it == entrant)
            .map(|(_, count, reason)| (*count, SingleOutcome::Left(reason.clone())));
        cells.extend(figures.chain(reasons).map(|(rules, outcome)| SingleCell {
            engine: entrant.title_with_version(),
            rules,
            outcome,
        }));
    }
    cells
}

/// The model of the processor, as the system names it.
fn processor() -> String {
    let known = std::fs::read_to_string("/proc/cpuinfo").ok();
    let model = known.as_deref().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim())
    });
    model.unwrap_or(std::env::consts::ARCH).to_owned()
}
