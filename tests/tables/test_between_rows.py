"""Checks across rows: keys, copies, references, long days, balances, control totals."""

from collections.abc import Callable
from datetime import date
from typing import Any

Rows = Callable[..., list[Any]]
TX = "date,account,amount,text,reference\n"


def test_a_key_that_is_there_twice_names_both_places(workspace: Any, places: Rows, rows: Rows) -> None:
    workspace.put(
        {
            "1.csv": "date,account,kind,amount\n2026-11-02,main,closing,1.00\n2026-11-03,main,closing,2.00\n",
            "2.csv": "date,account,kind,amount\n2026-11-03,main,closing,3.00\n2026-11-03,main,opening,1.00\n",
        }
    )
    checked = workspace.check({"table": "balances", "path": "?.csv"})
    assert [p[:3] for p in places(checked.problems)] == [("tables.duplicate-key", "2.csv", 2)]
    assert "first on line 3 of 1.csv" in checked.problems[0].message
    assert rows(checked, "balances", "amount, file, line") == [
        (100, "1.csv", 2),
        (200, "1.csv", 3),
        (100, "2.csv", 3),
    ]


def test_keys_are_unique_over_all_inputs_of_a_table(workspace: Any, places: Rows) -> None:
    workspace.put(
        {"a.csv": "employee,department,rate\ne1,bar,10\n", "b.csv": "employee,department,rate\ne1,bar,11\n"}
    )
    checked = workspace.check(
        {"table": "employees", "path": "a.csv"}, {"table": "employees", "path": "b.csv"}
    )
    assert [p[:3] for p in places(checked.problems)] == [("tables.duplicate-key", "b.csv", 2)]
    assert [(report.rows, report.set_aside) for report in checked.inputs] == [(1, 0), (0, 1)]


def test_equal_rows_of_one_file_are_two_movements(workspace: Any) -> None:
    row = "2026-11-02,main,-4.50,coffee,\n"
    workspace.put({"a.csv": TX + row + row})
    checked = workspace.check({"table": "transactions", "path": "a.csv"})
    assert checked.problems == ()
    assert checked.inputs[0].rows == 2


def test_equal_rows_with_one_reference_are_one_movement(workspace: Any, places: Rows) -> None:
    row = "2026-11-02,main,-4.50,coffee,R1\n"
    other = "2026-11-02,main,-5.50,coffee,R1\n"
    empty = "2026-11-02,main,-4.50,coffee,NONREF\n"
    workspace.put({"a.csv": TX + row + other + row + empty + empty})
    checked = workspace.check({"table": "transactions", "path": "a.csv"})
    assert places(checked.problems) == [("tables.duplicate-row", "a.csv", 4, "reference", "R1")]
    assert "line 2 of a.csv" in checked.problems[0].message
    assert checked.inputs[0].rows == 4


def test_overlapping_files_keep_each_row_as_often_as_the_fuller_one(
    workspace: Any, rows: Rows, places: Rows
) -> None:
    coffee = "2026-11-02,main,-4.50,coffee,\n"
    workspace.put(
        {
            "1.csv": TX + coffee + "2026-11-02,main,-1.00,tip,\n",
            "2.csv": TX + coffee + coffee + "2026-11-03,main,-2.00,bus,\n",
        }
    )
    checked = workspace.check({"table": "transactions", "path": "?.csv"})
    assert [p[:3] for p in places(checked.problems)] == [("tables.duplicate-row", "2.csv", 2)]
    assert "line 2 of 1.csv" in checked.problems[0].message
    assert rows(checked, "transactions", "amount, file, line") == [
        (-450, "1.csv", 2),
        (-100, "1.csv", 3),
        (-450, "2.csv", 3),
        (-200, "2.csv", 4),
    ]


def test_a_copy_of_a_file_is_read_once(workspace: Any, places: Rows) -> None:
    content = TX + "2026-11-02,main,-4.50,coffee,\n"
    workspace.put({"1.csv": content, "2.csv": content})
    checked = workspace.check({"table": "transactions", "path": "?.csv"})
    assert [p[:2] for p in places(checked.problems)] == [("inputs.same-file", "2.csv")]
    assert (checked.inputs[0].rows, checked.inputs[0].set_aside) == (1, 0)


def test_unknown_names_are_told_with_the_nearest_one(workspace: Any, places: Rows) -> None:
    workspace.put(
        {
            "e.csv": "employee,department,rate\nanna,bar,10\nbert,bar,10\n",
            "t.csv": "employee,date,hours,entity\nanna,2026-11-02,8,East Side\nbret,2026-11-02,8,east\n"
            "anna,2026-11-03,8,aest\n",
        }
    )
    checked = workspace.check(
        {"table": "timesheets", "path": "t.csv"}, {"table": "employees", "path": "e.csv"}
    )
    assert places(checked.problems) == [
        ("tables.unknown-reference", "t.csv", 4, "entity", "aest"),
        ("tables.unknown-reference", "t.csv", 3, "employee", "bret"),
    ]
    assert "Did you mean 'east'?" in checked.problems[0].advice
    assert "Did you mean 'bert'?" in checked.problems[1].advice
    assert checked.inputs[0].rows == 1


def test_references_are_not_checked_against_a_table_without_rows(workspace: Any, places: Rows) -> None:
    workspace.put({"e.csv": "", "t.csv": "employee,date,hours\nanna,2026-11-02,8\n"})
    checked = workspace.check(
        {"table": "timesheets", "path": "t.csv"}, {"table": "employees", "path": "e.csv"}
    )
    assert [p[0] for p in places(checked.problems)] == ["tables.reference-unchecked", "inputs.empty-file"]
    assert checked.inputs[0].rows == 1


def test_a_day_of_more_than_24_hours_is_told_at_the_row_that_makes_it_so(
    workspace: Any, places: Rows
) -> None:
    workspace.put(
        {
            "t.csv": "employee,date,hours\nanna,2026-11-02,16\nbert,2026-11-02,24\nanna,2026-11-02,8\n"
            "anna,2026-11-02,0:01\nanna,2026-11-03,24.5\nbert,2026-11-03,-1\n"
        }
    )
    checked = workspace.check({"table": "timesheets", "path": "t.csv"})
    assert places(checked.problems) == [
        ("tables.out-of-range", "t.csv", 6, "hours", "24.5"),
        ("tables.out-of-range", "t.csv", 7, "hours", "-1"),
        ("tables.long-day", "t.csv", 5, "hours", None),
    ]
    total = checked.connection.execute("select sum(hours) from timesheets").fetchall()[0][0]
    assert total == 48 * 3600


def test_balances_that_do_not_tie_are_told_and_not_mended(workspace: Any, places: Rows, rows: Rows) -> None:
    workspace.put(
        {
            "b.csv": "date,account,kind,amount\n2026-11-02,main,opening,100.00\n"
            "2026-11-02,main,closing,150.00\n"
            "2026-11-03,main,closing,150.00\n2026-11-05,main,closing,120.01\n2026-11-02,till,closing,5\n",
            "t.csv": TX + "2026-11-02,main,50.00,a,\n2026-11-04,main,-20.00,b,\n2026-11-05,main,-10.00,c,\n",
        }
    )
    checked = workspace.check(
        {"table": "balances", "path": "b.csv"}, {"table": "transactions", "path": "t.csv"}
    )
    assert places(checked.problems) == [("tables.balance-does-not-tie", "b.csv", 5, "amount", "120.01")]
    (problem,) = checked.problems
    assert problem.severity == "warning"
    assert "150 after 2026-11-03" in problem.message
    assert "+0.01 apart" in problem.message
    assert len(rows(checked, "balances", "amount")) == 5


def test_control_totals_that_hold_say_nothing(workspace: Any) -> None:
    data = TX + "2026-11-02,main,1000.00,a,\n2026-11-03,main,-0.50,b,\n"
    workspace.put({"a.csv": data, "a.ctl": "file,total,rows\na.csv,999.50,2\n"})
    checked = workspace.check({"table": "transactions", "path": "a.csv", "control": {"file": "*.ctl"}})
    assert checked.problems == ()


def test_a_file_that_misses_its_control_total_is_not_used(workspace: Any, places: Rows, rows: Rows) -> None:
    first = TX + "2026-11-02,main,1000.00,a,\n"
    second = TX + "2026-11-03,main,7.00,b,\n"
    workspace.put({"1.csv": first, "2.csv": second, "c.ctl": "file,total,rows\n1.csv,1000,1\n2.csv,8.00,2\n"})
    item = {"table": "transactions", "path": "?.csv", "control": {"file": "c.ctl"}}
    checked = workspace.check(item)
    assert [p[:3] for p in places(checked.problems)] == [("tables.control-total", "c.ctl", 3)] * 2
    assert rows(checked, "transactions", "amount") == [(100000,)]
    assert checked.inputs[0].failed


def test_a_data_file_without_control_file_is_told(workspace: Any, places: Rows) -> None:
    workspace.put({"1.csv": TX})
    item = {"table": "transactions", "path": "?.csv", "control": {"file": "*.ctl"}}
    assert "inputs.no-control" in [p[0] for p in places(workspace.check(item).problems)]
    workspace.put({"1.ctl": "sum\n3\n"})
    assert "inputs.bad-control" in [p[0] for p in places(workspace.check(item).problems)]


def test_categories_follow_the_first_rule_that_fits(workspace: Any, rows: Rows) -> None:
    workspace.put(
        {
            "a.csv": "date,account,amount,text,counterparty,category\n"
            "2026-11-02,main,-1,RENT for 11/26,,\n"
            "2026-11-02,main,-2,rent,,own\n"
            "2026-11-02,till,-3,change,,\n"
            "2026-11-02,main,-4,100% off_it,ACME Ltd,\n"
            "2026-11-02,main,-5,1000 off it,Acme,\n"
        }
    )
    rules = [
        {"category": "rent", "text": "rent*"},
        {"category": "float", "account": "till"},
        {"category": "exact", "text": "100% off_it"},
        {"category": "supplier", "counterparty": "acme*", "account": "main"},
    ]
    checked = workspace.check({"table": "transactions", "path": "a.csv"}, cash={"rules": rules})
    categories = [row[0] for row in rows(checked, "transactions", "category")]
    assert categories == ["rent", "own", "float", "exact", "supplier"]
    checked = workspace.check({"table": "transactions", "path": "a.csv"})
    categories = [row[0] for row in rows(checked, "transactions", "category")]
    assert categories == ["uncategorized", "own", "uncategorized", "uncategorized", "uncategorized"]


def test_future_days_are_fine_in_plans_and_jobs(workspace: Any, rows: Rows) -> None:
    workspace.put(
        {
            "p.csv": "month,item,amount\n2026-12,rent,1000.00\n2027-01,rent,1000.00\n",
            "x.csv": "date,amount,category,movable\n2026-12-24,-5.00,gifts,Yes\n",
            "j.csv": "job,department,planned_hours,due\nj1,bar,7.5,2027-03-01\n",
        }
    )
    checked = workspace.check(
        {"table": "plan", "path": "p.csv"},
        {"table": "expected", "path": "x.csv"},
        {"table": "jobs", "path": "j.csv"},
    )
    assert checked.problems == ()
    assert rows(checked, "plan", "month, amount") == [(date(2026, 12, 1), 100000), (date(2027, 1, 1), 100000)]
    assert rows(checked, "expected", "movable, amount") == [(True, -500)]
    assert rows(checked, "jobs", "planned_hours") == [(27000,)]
