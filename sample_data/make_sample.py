"""Write the sample companies' inputs: ``python sample_data/make_sample.py [TARGET]``.

With ``--fa`` it is the Persian one. Everything is made up from seeds, without clock or network:
each run gives the same bytes.
``flashreport.toml``, ``kpis.toml`` and ``notes.toml`` are written by hand in ``en`` and ``fa``, and copied.
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
SETTINGS = ("flashreport.toml", "kpis.toml", "notes.toml")
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


def make_persian() -> tuple[dict[str, bytes], list[tuple[str, int, str, str]]]:
    """The Persian company's files by name, and the bad rows in them."""
    from sample_data.miz_konj import company as konj
    from sample_data.miz_konj import files, money
    from sample_data.miz_konj import outlook as ahead
    from sample_data.miz_konj import work as konj_work

    people = konj.staff(Chance("konj people"))
    worked = konj_work.shifts(people, Chance("konj shifts"))
    orders = konj_work.orders(Chance("konj orders"))
    konj_work.put_on_shifts(orders, worked, Chance("konj parts"))
    sold = konj_work.sales(worked, Chance("konj sales"))
    drawn = money.drawn(Chance("credit"))
    opened, moves = money.movements(worked, sold, orders, people, drawn, Chance("konj cash"))
    lines = {
        **files.bank_files(opened, moves),
        **files.timesheets(worked),
        **files.sales_files(sold),
        **files.people_file(people),
        **files.order_file(orders),
        **files.credit_files(drawn),
        **files.outlook_files(ahead.plan(), ahead.expected(moves, orders)),
    }
    bad = files.spoil(lines)
    return {name: files.encoded(name, rows) for name, rows in lines.items()}, bad


def write(target: Path) -> list[tuple[str, int, str, str]]:
    """Write the workspace into ``target``, in place of its inputs."""
    files, bad = make()
    whole = {name: "".join(f"{line}\n" for line in lines).encode("utf-8") for name, lines in files.items()}
    _put(whole, target, HERE)
    return bad


def write_persian(target: Path) -> list[tuple[str, int, str, str]]:
    """The same for the Persian company."""
    files, bad = make_persian()
    _put(files, target, HERE.parent / "fa")
    return bad


def _put(files: dict[str, bytes], target: Path, home: Path) -> None:
    for folder in ("inputs", "inputs-late"):
        shutil.rmtree(target / folder, ignore_errors=True)
    for name, content in sorted(files.items()):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if target.resolve() != home:
        for name in SETTINGS:
            shutil.copyfile(home / name, target / name)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--fa"]
    home, make_all = (HERE.parent / "fa", write_persian) if "--fa" in sys.argv[1:] else (HERE, write)
    for file, line, row, why in make_all(Path(words[0]) if words else home):
        print(f"{file}:{line}: {why}: {row}")
