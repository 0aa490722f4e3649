"""What goes wrong with files: bad rows, files that come late, a timesheet corrected afterwards."""

from dataclasses import dataclass

from sample_data.corner_table.bank_files import Files

CORRECTED = "inputs/timesheets/2026-11-12.csv"
LATE = ("inputs/output/rider/2026-10-25.csv", "inputs/audience/2026-11-19.csv")


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be used: put before the first line that holds ``before``, or last."""

    file: str
    row: str
    before: str
    why: str


BAD_ROWS = (
    BadRow("inputs/timesheets/2026-11-16.csv", "E999,2026-11-16,harbor,kitchen,,480", "E02",
           "no such employee"),
    BadRow("inputs/timesheets/2026-11-10.csv", "E005,2026-11-10,harbor,kitchen,,1500", "E01",
           "25 hours in a day"),
    BadRow("inputs/timesheets/2026-10.csv", "E018,2026-10-08,mill,kitchen,,-480", "2026-10-09",
           "hours below zero"),
    BadRow("inputs/timesheets/2026-09.csv", "E040,2026-09-31,mill,service,,480", "",
           "30 days has September"),
    BadRow("inputs/timesheets/2026-11-17.csv", "E014,2027-11-17,mill,kitchen,,480", "E02",
           "a date in the future: the year is wrong"),
    BadRow("inputs/timesheets/2026-11-06.csv", "E052,2026-11-06,rider,delivery,C9999,120", "E06",
           "no such job"),
    BadRow("inputs/bank/harbor/2026-11.csv", "11/09/2026,CARD AUTHORIZATION,,,PENDING,,", "11/10/2026",
           "text in an amount"),
    BadRow("inputs/bank/rider/2026-10.csv", "31.09.2026;FUEL CARD;DR;1.210,40", "01.10.2026",
           "a day that does not exist"),
    BadRow("inputs/balances/2026.csv", "rider,rider-3307,2026-06-30,midday,99000.00", "2026-07-01",
           "a kind of balance that is neither opening nor closing"),
    BadRow("inputs/output/harbor.csv", "2026-11-10,,412.50,11,till", "2026-11-11",
           "the department is missing"),
    BadRow("inputs/output/mill.csv", "20260811,service,n/a,97,till", "20260812",
           "text in an amount"),
    BadRow("inputs/people/employees.csv", "E031,harbor,service,hourly,19.20", "E032,",
           "the employee is there twice, with two rates"),
    BadRow("inputs/jobs/jobs.csv", "C9001,harbor,kitchen,6.00,2026-11-02,soon,,640.00", "",
           "a date that is none"),
    BadRow("inputs/credit/drawn-2026-11.csv", "", "",
           "the row is in the file of October, too"),
    BadRow("inputs/plan/plan.csv", "mill,2026-11-01,pay,kitchen,12k", "mill,2026-11-01,pay,service",
           "text in an amount"),
)  # fmt: skip
_OCTOBER = "inputs/credit/drawn-2026-10.csv"


def spoil(files: Files) -> list[tuple[str, int, str, str]]:
    """Put the bad rows into the files: file, line counted from 1, row and why."""
    found = []
    for bad in BAD_ROWS:
        lines = files[bad.file]
        row = bad.row or next(
            line for line in files[_OCTOBER] if line.startswith("first-national,2026-10-31")
        )
        place = 1 if not bad.row else len(lines)
        if bad.before:
            place = next(at for at, line in enumerate(lines) if at and bad.before in line)
        lines.insert(place, row)
        found.append((bad.file, place + 1, row, bad.why))
    return found


def hold_back(files: Files) -> Files:
    """Take the late files out of the delivery, and write the timesheet as it was corrected."""
    late = {name: files.pop(name) for name in LATE}
    late[CORRECTED] = _corrected(files[CORRECTED])
    return {name.replace("inputs/", "inputs-late/", 1): lines for name, lines in late.items()}


def _corrected(lines: list[str]) -> list[str]:
    """A cook stayed three quarters of an hour longer, and a waiter's shift had been forgotten."""
    cook = next(at for at, line in enumerate(lines) if line.split(",")[3] == "kitchen" and _long(line))
    head, minutes = lines[cook].rsplit(",", 1)
    present = {line.split(",")[0] for line in lines}
    waiter = next(f"E{number:03d}" for number in range(26, 39) if f"E{number:03d}" not in present)
    fixed = [*lines[:cook], f"{head},{int(minutes) + 45}", *lines[cook + 1 :]]
    return [fixed[0], *sorted([*fixed[1:], f"{waiter},2026-11-12,harbor,service,,360"])]


def _long(line: str) -> bool:
    return int(line.rsplit(",", 1)[1]) > 480
