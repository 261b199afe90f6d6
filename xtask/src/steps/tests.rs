//! What a run says and how it ends, with steps that only pretend to work.

use super::*;

fn shell() -> Shell {
    Shell::new().unwrap()
}

fn step(
    name: &'static str,
    needs: &'static [&'static str],
    run: fn(&Shell) -> Result<Done, Failure>,
) -> Step {
    Step {
        name,
        about: "pretends",
        needs,
        run,
    }
}

fn records(steps: &[Step]) -> Vec<Record> {
    let mut records = Vec::new();
    for step in steps {
        records.push(run_one(&shell(), step, &records));
    }
    records
}

#[test]
fn a_failed_step_skips_what_needs_it_and_nothing_else() {
    let records = records(&[
        step("build", &[], |_| Err(Failure::new("broken"))),
        step("demo", &["build"], |_| Ok(Done::passed())),
        step("docs", &[], |_| Ok(Done::Passed("12 seen".to_owned()))),
    ]);
    let verdicts: Vec<_> = records
        .iter()
        .map(|record| record.verdict.as_str())
        .collect();
    assert_eq!(verdicts, ["failed", "skipped", "passed"]);
    let text = summary(&records);
    assert!(
        text.ends_with("\n1 passed, 1 failed, 1 skipped\n"),
        "{text}"
    );
    assert!(text.contains("`build` did not pass"), "{text}");
    assert!(
        text.contains("broken") && text.contains("12 seen"),
        "{text}"
    );
}

#[test]
fn a_step_that_was_not_chosen_holds_nobody_up() {
    let steps = [step("demo", &["build"], |_| Ok(Done::passed()))];
    assert!(
        records(&steps)
            .iter()
            .all(|record| record.verdict == Verdict::Passed)
    );
}

#[test]
fn an_unknown_step_is_refused_with_a_suggestion() {
    let steps = [step("demo", &[], |_| Ok(Done::passed()))];
    let refusal = run(&shell(), &steps, &["demmo".to_owned()]).err();
    let refusal = refusal.map(|failure| (failure.is_usage(), failure.to_string()));
    assert_eq!(
        refusal,
        Some((
            true,
            "unknown step `demmo`; did you mean `demo`?".to_owned()
        ))
    );
}
