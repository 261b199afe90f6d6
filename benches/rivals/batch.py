"""Decisions of whole columns by DuckDB and Polars: the same rules and claims as Verdict.

    python batch.py FOLDER ROUNDS REPORT

FOLDER holds what `verdict-rivals claims FOLDER` wrote: `rules.json`, and `claims-ROWS.parquet` with
the rule that Verdict names for each claim in the columns `rule_12`, `rule_100` and `rule_1000`. Every
answer is compared with Verdict's before anything is timed. Both engines run on one thread; CPU time is
counted, not the clock. The rules are written in the forms that were fastest of those tried.
"""

import functools
import json
import os
import statistics
import sys
import time
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb  # noqa: E402
import polars as pl  # noqa: E402

# Rows for each number of rules: fewer where a row takes long.
ROWS = {12: 1 << 20, 100: 1 << 20, 1000: 1 << 17}


def sql_condition(condition):
    """A condition of a rule as SQL; bounds are included."""
    name = condition["factor"]
    if "words" in condition:
        return f"{name} IN ({', '.join(map(str, condition['words']))})"
    low, high = condition.get("at_least"), condition.get("at_most")
    if low is None:
        return f"{name} <= {high}"
    if high is None:
        return f"{name} >= {low}"
    return f"{name} BETWEEN {low} AND {high}"


def sql_case(rules):
    """The rules as one CASE; NULL where no rule answers."""
    branches = (
        f"WHEN {' AND '.join(map(sql_condition, rule)) or 'TRUE'} THEN {number}"
        for number, rule in enumerate(rules)
    )
    return f"CASE {' '.join(branches)} END"


def polars_condition(condition):
    """A condition of a rule as an expression of Polars; bounds are included."""
    column = pl.col(condition["factor"])
    if "words" in condition:
        return column.is_in(condition["words"])
    low, high = condition.get("at_least"), condition.get("at_most")
    if low is None:
        return column <= high
    if high is None:
        return column >= low
    return column.is_between(low, high)


def polars_rule(rule):
    """All conditions of a rule."""
    conditions = map(polars_condition, rule)
    return functools.reduce(lambda left, right: left & right, conditions, pl.lit(True))


def polars_number(number):
    return pl.lit(number, dtype=pl.Int32)


def polars_chain(rules):
    """The rules as one chain of when/then; null where no rule answers."""
    chain = pl
    for number, rule in enumerate(rules):
        chain = chain.when(polars_rule(rule)).then(polars_number(number))
    return chain.otherwise(None).alias("rule")


def polars_coalesce(rules):
    """The first of many short when/then: flat, where a chain nests as deeply as there are rules."""
    rules = enumerate(rules)
    return pl.coalesce(
        [pl.when(polars_rule(rule)).then(polars_number(number)) for number, rule in rules]
    ).alias("rule")


class DuckDb:
    """One connection with one thread, and a prepared statement.

    Its optimizer takes longer over a large CASE than the claims do, and finds nothing: it is off.
    """

    counts = list(ROWS)

    def __init__(self, source, rules):
        self.connection = duckdb.connect(config={"threads": 1})
        self.connection.execute("PRAGMA disable_optimizer")
        table, case = self.prepare(source), sql_case(rules)
        self.answers_query = f"SELECT {case} AS rule, * FROM {table}"
        self.connection.execute(
            f"PREPARE timed AS SELECT count(rule), sum(rule) FROM (SELECT {case} AS rule FROM {table})"
        )

    def answers(self):
        """The claims with their answers as dictionaries, in any order."""
        result = self.connection.execute(self.answers_query)
        names = [column[0] for column in result.description]
        return (dict(zip(names, row)) for row in result.fetchall())

    def run(self):
        """The answers are added up, so that none of them becomes an object of Python."""
        self.connection.execute("EXECUTE timed").fetchall()


class DuckDbMemory(DuckDb):
    title = f"DuckDB {duckdb.__version__}, in memory"

    def prepare(self, source):
        self.connection.execute(f"CREATE TABLE claims AS SELECT * FROM read_parquet('{source}')")
        return "claims"


class DuckDbParquet(DuckDb):
    title = f"DuckDB {duckdb.__version__}, out of Parquet"

    def prepare(self, source):
        return f"read_parquet('{source}')"


class PolarsMemory:
    title = f"Polars {pl.__version__}, in memory"
    rule = staticmethod(polars_coalesce)
    counts = list(ROWS)

    def __init__(self, source, rules):
        self.claims = self.open(source)
        self.expression = self.rule(rules)
        self.query = self.claims.select(self.expression)

    def open(self, source):
        return pl.read_parquet(source).lazy()

    def answers(self):
        """The claims with their answers as dictionaries, in any order: a scan promises none."""
        return self.claims.with_columns(self.expression).collect().iter_rows(named=True)

    def run(self):
        self.query.collect()


class PolarsParquet(PolarsMemory):
    title = f"Polars {pl.__version__}, out of Parquet"

    def open(self, source):
        return pl.scan_parquet(source)


class PolarsChain(PolarsMemory):
    title = f"Polars {pl.__version__}, in memory, one chain of when/then"
    rule = staticmethod(polars_chain)
    # Planning a chain takes the square of its length: seconds for 1,000 rules.
    counts = [12, 100]


WAYS = [PolarsMemory, PolarsChain, PolarsParquet, DuckDbMemory, DuckDbParquet]


def compare(way, count, rows):
    """Stops at the first answer that is not Verdict's, and shows the claim."""
    claims = 0
    for claim in way.answers():
        claims += 1
        if claim["rule"] != claim[f"rule_{count}"]:
            sys.exit(f"{way.title}, {count} rules, answered otherwise than by Verdict: {claim}")
    if claims != rows:
        sys.exit(f"{way.title}, {count} rules: {claims} answers to {rows} claims")


def cpu_seconds(work):
    """User and system time of this process that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main():
    folder, rounds, report = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    rules = json.loads((folder / "rules.json").read_text())
    ways = []
    for kind in WAYS:
        for count in kind.counts:
            rows = ROWS[count]
            print(f"{kind.title}, {count} rules", file=sys.stderr)
            way = kind(folder / f"claims-{rows}.parquet", rules[str(count)])
            compare(way, count, rows)
            ways.append((count, way, []))
    for at in range(rounds):
        print(f"round {at + 1} of {rounds}", file=sys.stderr)
        for _, way, seconds in ways:
            seconds.append(cpu_seconds(way.run))
    cells = [
        {
            "engine": way.title,
            "rules": count,
            "rows": ROWS[count],
            "rounds": rounds,
            "median_rows_per_second": ROWS[count] / statistics.median(seconds),
            "best_rows_per_second": ROWS[count] / min(seconds),
        }
        for count, way, seconds in ways
    ]
    versions = f"Polars {pl.__version__}, DuckDB {duckdb.__version__}"
    report.write_text(json.dumps({"versions": versions, "cells": cells}, indent=2))


if __name__ == "__main__":
    main()
