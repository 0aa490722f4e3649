"""Write the sample company's inputs: ``python sample_data/make_sample.py [TARGET]``.

Everything is made up from seeds, without clock or network: each run gives the same bytes.
The settings ``flashreport.toml`` and ``kpis.toml`` are written by hand in ``en`` and copied.
Prints where the bad rows are.
"""

import shutil
import sys
from pathlib import Path

if not __package__:  # run as a script: the package is the folder that holds it
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample_data.corner_table import audience, cash, credit, jobs, outlook, real_life, work, work_files
from sample_data.corner_table.bank_files import Files, bank_files
from sample_data.corner_table.chance import Chance
from sample_data.corner_table.company import SALARIES, staff

HERE = Path(__file__).resolve().parent / "en"
SETTINGS = ("flashreport.toml", "kpis.toml")
YIELD_FLOOR = 4_000
"""Cents an hour under which a job is low-yield; the workspace's ``staff.yield_floor``."""


def make() -> tuple[Files, list[tuple[str, int, str, str]]]:
    """All files by name, and the bad rows in them."""
    people = staff(Chance("people"))
    shifts = work.shifts(people, Chance("shifts"))
    orders = jobs.orders(Chance("jobs"))
    jobs.put_on_shifts(orders, shifts, YIELD_FLOOR, Chance("parts"))
    sold = work.sales(shifts, orders, Chance("sales"))
    drawn = credit.balances(Chance("credit"))
    book = cash.keep(shifts, orders, sold, drawn, sum(SALARIES), Chance("cash"))
    known = outlook.expected(book.moves, orders)
    files = {
        **bank_files(book),
        **work_files.timesheets(shifts),
        **work_files.output(sold),
        **work_files.people(people),
        **work_files.job_list(orders),
        **work_files.credit_files(drawn),
        **work_files.outlook_files(outlook.plan(), known),
        **work_files.audience_files(audience.audience(Chance("audience"))),
    }
    late = real_life.hold_back(files)
    bad = real_life.spoil(files)
    return {**files, **late}, bad


def write(target: Path) -> list[tuple[str, int, str, str]]:
    """Write the workspace into ``target``, in place of its inputs."""
    files, bad = make()
    for folder in ("inputs", "inputs-late"):
        shutil.rmtree(target / folder, ignore_errors=True)
    for name, lines in sorted(files.items()):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8"))
    if target.resolve() != HERE:
        for name in SETTINGS:
            shutil.copyfile(HERE / name, target / name)
    return bad


if __name__ == "__main__":
    for file, line, row, why in write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE):
        print(f"{file}:{line}: {why}: {row}")
