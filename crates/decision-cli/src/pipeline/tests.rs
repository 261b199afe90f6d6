//! Order, and the end of a run that fails half-way.

use std::num::NonZeroUsize;

use decision_claims::{ClaimsMap, Field, FieldKind, ReadOptions};

use super::*;
use crate::arguments::{Color, Format, GlobalArguments, PROOF_BUDGET};

fn console(threads: usize) -> Console {
    Console::new(&GlobalArguments {
        format: Format::Text,
        color: Color::Never,
        quiet: true,
        threads: NonZeroUsize::new(threads),
        large: false,
        proof_budget: PROOF_BUDGET,
    })
}

/// A reader of this many claims in blocks of ten.
fn reader(claims: usize) -> ClaimsReader {
    let rows = (0..claims).map(|number| format!("C-{number}\n"));
    let text: String = std::iter::once("id\n".to_owned()).chain(rows).collect();
    let fields = [Field::new("id", FieldKind::Text)];
    let options = ReadOptions {
        block_rows: 10,
        ..ReadOptions::default()
    };
    let stream = std::io::Cursor::new(text.into_bytes());
    ClaimsReader::from_stream(stream, "claims", &ClaimsMap::default(), &fields, &options).unwrap()
}

#[test]
fn blocks_come_out_in_the_order_of_the_file() {
    for threads in [1, 2, 5] {
        let mut lines = Vec::new();
        let mut prepared = 0;
        run_prepared(
            &mut reader(1_234),
            &console(threads),
            |_| {
                prepared += 1;
                prepared
            },
            || |block: &ClaimBlock, number: usize| Ok((number, block.len())),
            |block, (number, rows)| {
                lines.push((number, rows, block.row(0).map(decision_claims::Row::line)));
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(lines.len(), 124);
        let expected = (0..124).map(|at| {
            (
                at + 1,
                if at == 123 { 4 } else { 10 },
                Some(at as u64 * 10 + 2),
            )
        });
        assert!(lines.into_iter().eq(expected), "{threads} threads");
    }
}

#[test]
fn a_failure_ends_the_run() {
    for threads in [1, 3] {
        let mut seen = 0;
        let sink = run_prepared(
            &mut reader(5_000),
            &console(threads),
            |_| (),
            || |_: &ClaimBlock, ()| Ok(()),
            |_, ()| {
                seen += 1;
                if seen == 3 {
                    Err(Failure::ClosedOutput)
                } else {
                    Ok(())
                }
            },
        );
        assert!(
            matches!(sink, Err(Failure::ClosedOutput)),
            "{threads} threads"
        );
        let worker = || |_: &ClaimBlock, ()| Err::<(), _>(Failure::input("no"));
        let work = run_prepared(
            &mut reader(5_000),
            &console(threads),
            |_| (),
            worker,
            |_, ()| Ok(()),
        );
        assert!(matches!(work, Err(Failure::Input(_))), "{threads} threads");
    }
}

/// The lines of every row, and what the reader tells about those that are no claims.
type Told = (Vec<(u64, bool)>, Vec<(u64, String)>, u64);

#[test]
fn faults_are_told_in_the_order_of_the_file() {
    let told = |threads: usize| -> Told {
        let rows = (0..3_000).map(|number| match number % 7 {
            3 => format!("\"C-{number}\n"),
            5 => format!("C-{number},too,many\n"),
            _ => format!("C-{number}\n"),
        });
        let text: String = std::iter::once("id\n".to_owned()).chain(rows).collect();
        let fields = [Field::new("id", FieldKind::Text)];
        let options = ReadOptions {
            block_rows: 10,
            ..ReadOptions::default()
        };
        let stream = std::io::Cursor::new(text.into_bytes());
        let map = ClaimsMap::default();
        let mut reader =
            ClaimsReader::from_stream(stream, "claims", &map, &fields, &options).unwrap();
        let mut lines = Vec::new();
        let worker = || |block: &ClaimBlock| Ok(block.len());
        run(&mut reader, &console(threads), worker, |block, count| {
            assert_eq!(count, block.len());
            lines.extend(block.rows().map(|row| (row.line(), row.is_claim())));
            Ok(())
        })
        .unwrap();
        let faults = reader.first_faults().iter();
        let faults = faults.map(|(line, fault)| (*line, fault.to_string()));
        (lines, faults.collect(), reader.fault_count())
    };
    let alone = told(1);
    assert_eq!(alone.0.len(), 3_000);
    assert_eq!(alone.1.len(), 20);
    assert!(alone.2 > 800);
    for threads in [2, 5] {
        assert_eq!(told(threads), alone, "{threads} threads");
    }
}

#[test]
fn a_turnstile_lets_through_in_order() {
    let turnstile = Turnstile::new();
    let order = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for number in (0..20).rev() {
            let (turnstile, order) = (&turnstile, &order);
            scope.spawn(move || {
                let ticket = turnstile.ticket(number);
                // Every third never waits, as one whose part cannot be read.
                if number % 3 == 0 {
                    return;
                }
                let turn = ticket.wait();
                order.lock().unwrap().push(number);
                drop(turn);
            });
        }
    });
    let expected: Vec<usize> = (0..20).filter(|number| number % 3 > 0).collect();
    assert_eq!(order.into_inner().unwrap(), expected);
}
