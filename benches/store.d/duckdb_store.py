"""A peer of `benches/store`: DuckDB in memory, with a table for each file. Prints a line of JSON for loading and for each question.

Usage: duckdb_store.py FOLDER
"""

import csv
import io
import json
import os
import sys
import time

import duckdb

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    begun = time.process_time()
    database = duckdb.connect(config={"threads": 2})
    for table in ("entities", "sources", "claims"):
        path = os.path.join(sys.argv[1], table + ".csv")
        types = "types = {'amount': 'DECIMAL(18, 4)'}," if table == "claims" else ""
        database.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{path}', {types} header = true, quote = '\"')")
    database.execute("SELECT count(*) FROM claims").fetchall()
    print(json.dumps({"what": "load", "seconds": time.process_time() - begun}))
    for name in sorted(os.listdir(HERE)):
        if not name.endswith(".sql"):
            continue
        with open(os.path.join(HERE, name), encoding="utf-8") as file:
            query = file.read()
        begun = time.process_time()
        answer = database.execute(query)
        rows = answer.fetchall()
        seconds = time.process_time() - begun
        text = io.StringIO()
        csv.writer(text).writerows([["header"], *rows])
        print(json.dumps({"what": name.removesuffix(".sql"), "seconds": seconds, "csv": text.getvalue()}))


main()
