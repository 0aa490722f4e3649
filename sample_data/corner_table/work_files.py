"""Timesheets, sales, people, jobs, credit lines, plans and followers as files."""

from collections.abc import Iterable
from datetime import date

from sample_data.corner_table import credit
from sample_data.corner_table.audience import Day
from sample_data.corner_table.bank_files import Files, dollars
from sample_data.corner_table.company import ENTITIES, FIRST, LAST, Employee
from sample_data.corner_table.outlook import Expected
from sample_data.corner_table.work import Job, Sale, Shift

DAILY_SINCE = date(2026, 11, 1)
RIDER_DAILY_SINCE = date(2026, 10, 1)
_SHEET = "employee_id,work_date,shop,station,job,minutes"
_RIDER = "date,team,revenue_cents,drops,contract"


def timesheets(shifts: list[Shift]) -> Files:
    """One file a month; the current month comes day by day."""
    files: Files = {}
    for shift in sorted(shifts, key=lambda one: (one.day, one.employee.id)):
        if shift.day >= FIRST:
            name = f"{shift.day:%Y-%m-%d}" if shift.day >= DAILY_SINCE else f"{shift.day:%Y-%m}"
            lines = files.setdefault(f"inputs/timesheets/{name}.csv", [_SHEET])
            lines += rows_of(shift)
    return files


def rows_of(shift: Shift) -> list[str]:
    """A shift's timesheet rows: ordinary work first, then each job."""
    team = shift.employee.team
    head = f"{shift.employee.id},{shift.day},{team.entity},{team.department}"
    plain = shift.minutes - sum(shift.parts.values())
    return [f"{head},,{plain}", *(f"{head},{job},{minutes}" for job, minutes in shift.parts.items())]


def output(sold: list[Sale]) -> Files:
    """Each shop's own till export, with its own names for the columns."""
    files: Files = {
        "inputs/output/harbor.csv": ["business_date,station,net_sales,covers,source"],
        "inputs/output/mill.csv": ["day,area,sales_usd,guests,ticket"],
    }
    for sale in sold:
        if sale.day < FIRST:
            continue
        source = sale.job or "till"
        if sale.entity == "harbor":
            row = f"{sale.day},{sale.department},{dollars(sale.revenue)},{sale.units},{source}"
            files["inputs/output/harbor.csv"].append(row)
        elif sale.entity == "mill":
            row = f"{sale.day:%Y%m%d},{sale.department},{dollars(sale.revenue)},{sale.units},{source}"
            files["inputs/output/mill.csv"].append(row)
        else:
            name = f"{sale.day:%Y-%m-%d}" if sale.day >= RIDER_DAILY_SINCE else f"{sale.day:%Y-%m}"
            lines = files.setdefault(f"inputs/output/rider/{name}.csv", [_RIDER])
            lines.append(f"{sale.day},{sale.department},{sale.revenue},{sale.units},{source}")
    return files


def people(staff: list[Employee]) -> Files:
    """Everyone with team and rate."""
    lines = ["employee_id,shop,department,pay,rate"]
    for person in staff:
        pay = "salary" if person.salaried else "hourly"
        team = person.team
        lines.append(f"{person.id},{team.entity},{team.department},{pay},{dollars(person.rate)}")
    return {"inputs/people/employees.csv": lines}


def job_list(jobs: list[Job]) -> Files:
    """Orders and contracts, finished or not."""
    lines = ["order,shop,department,plan_hours,start,due,completed,price"]
    for job in jobs:
        hours = f"{job.planned // 60}.{job.planned % 60 * 100 // 60:02d}"
        done = job.completed or ""
        team = job.team
        head = f"{job.id},{team.entity},{team.department},{hours}"
        lines.append(f"{head},{job.start},{job.due},{done},{dollars(job.revenue)}")
    return {"inputs/jobs/jobs.csv": lines}


def credit_files(drawn: list[credit.Drawn]) -> Files:
    """The lines' terms, and one file of balances a month."""
    files: Files = {
        "inputs/credit/lines.csv": [
            "line,shop,name,limit,rate_percent,target_percent,target_date,floor",
            "first-national,harbor,First National revolver,350000.00,8.25,60,2026-12-31,75000.00",
            "equipment,rider,Equipment line,250000.00,7.40,60,2026-12-31,75000.00",
        ]
    }
    for one in drawn:
        lines = files.setdefault(f"inputs/credit/drawn-{one.day:%Y-%m}.csv", ["line,day,drawn"])
        lines.append(f"{one.line},{one.day},{dollars(one.balance)}")
    return files


def outlook_files(plans: Iterable[tuple[str, date, str, str, int]], expected: Iterable[Expected]) -> Files:
    """The budget, and what is known of the next 13 weeks."""
    budget = ["shop,month,line,department,amount"]
    budget += [
        f"{entity},{month},{line},{team},{dollars(cents)}" for entity, month, line, team, cents in plans
    ]
    known = ["shop,day,amount,category,who,movable,reference"]
    for item in expected:
        who = f'"{item.who}"' if "," in item.who else item.who
        head = f"{item.entity},{item.day},{dollars(item.cents)},{item.category},{who}"
        known.append(f"{head},{'yes' if item.movable else 'no'},{item.reference}")
    return {"inputs/plan/plan.csv": budget, "inputs/plan/expected.csv": known}


def audience_files(days: Iterable[Day]) -> Files:
    """One file a month; the newest day has not come yet."""
    header = "shop,day,network,reach,impressions,interactions,link_clicks,followers,posts"
    files: Files = {}
    for one in sorted(days, key=lambda day: (day.day, ENTITIES.index(day.entity), day.network)):
        name = f"{one.day:%Y-%m-%d}" if one.day == LAST else f"{one.day:%Y-%m}"
        lines = files.setdefault(f"inputs/audience/{name}.csv", [header])
        head = f"{one.entity},{one.day},{one.network},{one.reach},{one.impressions}"
        lines.append(f"{head},{one.engagements},{one.clicks},{one.followers},{one.posts}")
    return files
