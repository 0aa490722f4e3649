"""The bare script: DuckDB reads the same files and makes the same sums, without a check.

``python -m benchmarks.bare_sums WORKSPACE`` prints JSON: seconds on the wall and of the processor for
reading and for summing, and memory.
"""

import json
import resource
import sys
import time

TABLES = {
    "transactions": (
        "bank/year.csv",
        "entity, account, date, cast(amount * 100 as bigint) as amount, category, text, reference",
    ),
    "timesheets": ("hours/year.csv", "entity, employee, date, department, '' as job, hours * 60 as hours"),
}
SUMS = (
    "select entity, account, category, date, sum(greatest(amount, 0))::bigint as receipts, "
    "sum(greatest(-amount, 0))::bigint as disbursements, count(*) as entries "
    "from transactions group by all",
    "select * from (select entity, category, '' as counterparty, date, "
    "sum(greatest(amount, 0))::bigint as receipts, sum(greatest(-amount, 0))::bigint as disbursements "
    "from transactions group by all) "
    "qualify count(*) over (partition by entity, category, counterparty, date_trunc('quarter', date)) <= 20",
    "select entity, employee, department, job, date, sum(hours)::bigint as seconds "
    "from timesheets group by all",
)


def main(folder: str) -> None:
    """Read, sum, print."""
    import duckdb

    start, start_cpu = time.perf_counter(), time.process_time()
    connection = duckdb.connect()
    for table, (file, columns) in TABLES.items():
        connection.execute(f"create table {table} as select {columns} from read_csv('{folder}/{file}')")
    read, read_cpu = time.perf_counter(), time.process_time()
    groups = 0
    for query in SUMS:
        found = connection.sql(query).fetchnumpy()
        groups += len(found["entity"])
    summed, summed_cpu = time.perf_counter(), time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    laps = {
        "read": read - start, "read_cpu": read_cpu - start_cpu, "sums": summed - read,
        "sums_cpu": summed_cpu - read_cpu, "memory": memory, "groups": groups,
    }  # fmt: skip
    json.dump(laps, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
