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
        run(
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
        let sink = run(
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
        let work = run(
            &mut reader(5_000),
            &console(threads),
            |_| (),
            worker,
            |_, ()| Ok(()),
        );
        assert!(matches!(work, Err(Failure::Input(_))), "{threads} threads");
    }
}
