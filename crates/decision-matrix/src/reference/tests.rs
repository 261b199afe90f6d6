use super::*;
use crate::table::{
    Arithmetic, ColumnType, Derive, Expr, ExprKind, ExprType, Ordering, Rounding, ValueType,
};

/// The value of a derive over no factors at all.
fn computed(expression: Expr, value_type: ValueType, scale: u8, nullable: bool) -> Computed {
    let tables = crate::DecisionMatrix::from_yaml("empty.yaml", EMPTY).unwrap();
    let claim = Claim {
        tables: tables.tables(),
        factors: vec![],
        derives: vec![],
        results: vec![],
    };
    let column = ColumnType {
        value_type,
        scale,
        nullable,
        domain: None,
    };
    let derive = Derive {
        name: String::new(),
        column,
        rounding: Rounding::HalfEven,
        expression,
        label: None,
    };
    derive_value(&derive, &claim)
}

const EMPTY: &str = "
format: 1
matrix: empty
version: \"1\"
keys: {claim: claim_id}
factors: {a: {type: integer}}
decision: {hit: first, rules: [{id: A, when: {a: \"> 1\"}, then: {outcome: review, reason: R}}], default: {outcome: review, reason: R}}
";

fn expr(kind: ExprKind, value_type: ExprType) -> Expr {
    Expr {
        kind,
        value_type,
        nullable: true,
    }
}

fn number(mantissa: i128, scale: u8) -> Expr {
    expr(ExprKind::Number(mantissa, scale), ExprType::Number)
}

fn code(value: i64, value_type: ExprType) -> Expr {
    expr(ExprKind::Code(value), value_type)
}

fn pair(
    make: impl Fn(Box<Expr>, Box<Expr>) -> ExprKind,
    a: Expr,
    b: Expr,
    value_type: ExprType,
) -> Expr {
    expr(make(Box::new(a), Box::new(b)), value_type)
}

fn arithmetic(operator: Arithmetic, a: Expr, b: Expr, value_type: ExprType) -> Expr {
    pair(
        |a, b| ExprKind::Arithmetic(operator, a, b),
        a,
        b,
        value_type,
    )
}

const FAULT: Computed = Computed::Fault(EngineReason::DeriveFault);

fn value(value: i64) -> Computed {
    Computed::Value(Some(value))
}

#[test]
fn kleene_logic() {
    let truth = |it: Option<bool>| match it {
        Some(it) => code(i64::from(it), ExprType::Boolean),
        None => expr(ExprKind::Null, ExprType::Boolean),
    };
    let (yes, no, null) = (Some(true), Some(false), None);
    #[rustfmt::skip]
    let cases = [
        (yes, yes, yes, yes), (yes, no, no, yes), (yes, null, null, yes), (no, yes, no, yes), (no, no, no, no),
        (no, null, no, null), (null, yes, null, yes), (null, no, no, null), (null, null, null, null),
    ];
    for (a, b, and, or) in cases {
        let computed = |expression| computed(expression, ValueType::Boolean, 0, true);
        let expected = |it: Option<bool>| Computed::Value(it.map(i64::from));
        assert_eq!(
            computed(pair(ExprKind::And, truth(a), truth(b), ExprType::Boolean)),
            expected(and),
            "{a:?} and {b:?}"
        );
        assert_eq!(
            computed(pair(ExprKind::Or, truth(a), truth(b), ExprType::Boolean)),
            expected(or),
            "{a:?} or {b:?}"
        );
    }
}

#[test]
fn only_the_needed_side_is_computed() {
    let boolean = |it| code(it, ExprType::Boolean);
    let overflow = || {
        let huge = || number(i128::MAX, 0);
        let sum = arithmetic(Arithmetic::Add, huge(), huge(), ExprType::Number);
        pair(
            |a, b| ExprKind::Compare(Ordering::Equal, a, b),
            sum,
            number(0, 0),
            ExprType::Boolean,
        )
    };
    let null = || expr(ExprKind::Null, ExprType::Boolean);
    let choose = |condition| {
        let kind = ExprKind::If(
            Box::new(condition),
            Box::new(boolean(1)),
            Box::new(overflow()),
        );
        expr(kind, ExprType::Boolean)
    };
    let cases = [
        (
            pair(ExprKind::And, boolean(0), overflow(), ExprType::Boolean),
            value(0),
        ),
        (
            pair(ExprKind::And, overflow(), boolean(0), ExprType::Boolean),
            FAULT,
        ),
        (
            pair(ExprKind::And, null(), overflow(), ExprType::Boolean),
            FAULT,
        ),
        (
            pair(ExprKind::Or, boolean(1), overflow(), ExprType::Boolean),
            value(1),
        ),
        (
            pair(ExprKind::Or, boolean(0), overflow(), ExprType::Boolean),
            FAULT,
        ),
        (
            pair(
                ExprKind::Coalesce,
                boolean(1),
                overflow(),
                ExprType::Boolean,
            ),
            value(1),
        ),
        (
            pair(ExprKind::Coalesce, null(), overflow(), ExprType::Boolean),
            FAULT,
        ),
        (choose(boolean(1)), value(1)),
        (choose(boolean(0)), FAULT),
        (choose(null()), Computed::Value(None)),
        (overflow(), FAULT),
    ];
    for (expression, expected) in cases {
        assert_eq!(
            computed(expression.clone(), ValueType::Boolean, 0, true),
            expected,
            "{expression:?}"
        );
    }
}

#[test]
fn dates_move_by_whole_days() {
    use Arithmetic::{Add, Subtract};
    let date = |it| code(it, ExprType::Date);
    let seconds = |it| code(it, ExprType::Duration);
    let cases = [
        (
            arithmetic(Add, date(10), seconds(86_400), ExprType::Date),
            value(11),
        ),
        (
            arithmetic(Add, seconds(172_800), date(10), ExprType::Date),
            value(12),
        ),
        (
            arithmetic(Subtract, date(10), seconds(86_400), ExprType::Date),
            value(9),
        ),
        (
            arithmetic(Subtract, date(10), seconds(-86_400), ExprType::Date),
            value(11),
        ),
        (
            arithmetic(Add, date(10), seconds(3_600), ExprType::Date),
            FAULT,
        ),
        (
            arithmetic(Add, date(2_932_896), seconds(86_400), ExprType::Date),
            FAULT,
        ),
    ];
    for (expression, expected) in cases {
        assert_eq!(
            computed(expression.clone(), ValueType::Date, 0, false),
            expected,
            "{expression:?}"
        );
    }
    let apart = arithmetic(Subtract, date(10), date(12), ExprType::Duration);
    assert_eq!(
        computed(apart, ValueType::Duration, 0, false),
        value(-172_800)
    );
}

#[test]
fn a_result_must_be_one_of_its_type() {
    let quotient = |a, b| {
        arithmetic(
            Arithmetic::Divide,
            number(a, 0),
            number(b, 0),
            ExprType::Number,
        )
    };
    assert_eq!(
        computed(quotient(1, 3), ValueType::Decimal, 4, false),
        value(3_333)
    );
    assert_eq!(
        computed(quotient(1, 0), ValueType::Decimal, 4, true),
        Computed::Value(None)
    );
    assert_eq!(
        computed(quotient(1, 0), ValueType::Decimal, 4, false),
        FAULT
    );
    assert_eq!(
        computed(number(10_i128.pow(15), 0), ValueType::Integer, 0, false),
        value(10_i64.pow(15))
    );
    assert_eq!(
        computed(number(10_i128.pow(15) + 1, 0), ValueType::Integer, 0, false),
        FAULT
    );
    assert_eq!(
        computed(number(10_i128.pow(37), 0), ValueType::Integer, 0, false),
        FAULT
    );
}

#[test]
fn parts_of_dates() {
    let day = code(20_427, ExprType::Date);
    let moment = code(-1, ExprType::Timestamp);
    let cases = [
        (ExprKind::Year(Box::new(day.clone())), 2_025),
        (ExprKind::Month(Box::new(day.clone())), 12),
        (ExprKind::Weekday(Box::new(day)), 7 - 2),
        (ExprKind::Year(Box::new(moment.clone())), 1_969),
        (ExprKind::Weekday(Box::new(moment)), 3),
        (ExprKind::Days(Box::new(code(-1, ExprType::Duration))), -1),
        (
            ExprKind::Days(Box::new(code(86_399, ExprType::Duration))),
            0,
        ),
    ];
    for (kind, expected) in cases {
        let expression = expr(kind, ExprType::Number);
        assert_eq!(
            computed(expression.clone(), ValueType::Integer, 0, false),
            value(expected),
            "{expression:?}"
        );
    }
}
