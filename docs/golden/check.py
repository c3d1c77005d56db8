#!/usr/bin/env python3
"""Tries the two rules of README.md on every case, by DuckDB alone: pip install duckdb; python3 check.py [removals a case]"""
import json
import pathlib
import random
import sys

import duckdb

PIN = 28
KEY = slice(3, 5)


def state(changes, removed):
    """The rows of a table after its changes up to PIN, without those of the transactions in removed."""
    rows = {}
    for change in changes:
        op, transaction = change[0], change[1]
        if transaction > PIN or transaction in removed:
            continue
        if op == "t":
            rows.clear()
        elif op == "d":
            rows.pop(tuple(change[KEY]), None)
        else:
            rows[tuple(change[KEY])] = change[3:7]
    return list(rows.values())


def literal(value, text):
    if text:
        return "NULL::VARCHAR" if value is None else f"'{value}'"
    return "NULL::BIGINT" if value is None else f"{value}::BIGINT"


def relation(rows):
    texts = [False, True, True, False]
    if not rows:
        return "SELECT NULL::BIGINT, NULL::VARCHAR, NULL::VARCHAR, NULL::BIGINT WHERE false"
    return "VALUES " + ", ".join("(" + ", ".join(map(literal, row, texts)) + ")" for row in rows)


def answer(connection, tables, query, removed):
    states = {name: rows if name == "u" else state(rows, removed) for name, rows in tables.items()}
    given = ", ".join(f"{name}(x0, x1, x2, x3) AS ({relation(rows)})" for name, rows in states.items())
    rows = connection.execute(f"WITH {given} SELECT * FROM ({query}) q").fetchall()
    return [[None if value is None else str(value) for value in row] for row in rows]


def missing(rows, left):
    """The first of rows that is not in left, as bags."""
    rest = list(left)
    for row in rows:
        if row["values"] not in rest:
            return row
        rest.remove(row["values"])
    return None


def main():
    folder = pathlib.Path(__file__).parent
    histories = {h["history"]: h["tables"] for h in map(json.loads, open(folder / "histories.ndjson"))}
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute("SET default_null_order = 'nulls_first_on_asc_last_on_desc'")
    chance = random.Random(0)
    removals = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    cases = tried = wrong = 0
    for case in map(json.loads, open(folder / "cases.ndjson")):
        cases += 1
        tables = histories[case["history"]]
        everything = set(range(1, PIN + 1))
        sets = [set()] + [set(chance.sample(sorted(everything), chance.randint(1, 3))) for _ in range(removals)]
        for row in case["rows"]:
            sets.append(everything - set(row["tags"]) - set(row["absence"]))
        for removed in sets:
            left = answer(connection, tables, case["duckdb"], removed)
            kept = [r for r in case["rows"] if removed.isdisjoint(r["tags"]) and removed.isdisjoint(r["absence"])]
            tried += len(kept)
            gone = missing(kept, left)
            if gone:
                wrong += 1
                print(f"case {case['case']}: {gone} is gone without {sorted(removed)}")
    print(f"{cases} cases, {tried} rows that had to stay, {wrong} violations")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
