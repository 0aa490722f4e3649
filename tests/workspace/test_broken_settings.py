"""Each kind of broken settings: code, line, key, and words that help."""

from collections.abc import Callable, Mapping

import pytest

from flashreport.errors import Problem

Told = Callable[..., list[Problem]]

# Lines 1 to 3 and 4 to 6 of most cases: what is added begins on line 7.
BASE = '[company]\nname = "Harbor Grill"\ncurrency = "USD"\n[[entities]]\nid = "east"\nname = "East"\n'
INPUT = '[[inputs]]\nname = "bank"\ntable = "transactions"\npath = "bank.csv"\n'


# what is wrong, the file, code, line, key, a part of what is told
SETTINGS: Mapping[str, tuple[str, str, int | None, str, str]] = {
    "unknown key": (
        BASE + "[calendar]\nweakend = []\n",
        "settings.unknown-key",
        8,
        "calendar.weakend",
        "Did you mean 'weekend'?",
    ),
    "unknown key, nothing near": (
        BASE + "[archive]\nzzz = 1\n",
        "settings.unknown-key",
        8,
        "archive.zzz",
        "Known: path, url, files, retention, holds, signing.",
    ),
    "unknown table": (BASE + "[calender]\n", "settings.unknown-key", 7, "calender", "'calendar'"),
    "key of another table": (
        BASE + INPUT + 'timezone = "UTC"\n',
        "settings.unknown-key",
        11,
        "inputs.1.timezone",
        "Known: name, table",
    ),
    "text for a number": (
        BASE + INPUT + 'lag = "two"\n',
        "settings.wrong-type",
        11,
        "inputs.1.lag",
        "'two' is not a whole number",
    ),
    "number for a text": (
        BASE + INPUT + "sheet = 3\n",
        "settings.wrong-type",
        11,
        "inputs.1.sheet",
        "'3' is not a text in quotation marks",
    ),
    "text for a list": (
        BASE + '[calendar]\nclosed = "2026-12-24"\n',
        "settings.wrong-type",
        8,
        "calendar.closed",
        "a list in brackets",
    ),
    "table for a text": (
        BASE + "[archive.path]\nx = 1\n",
        "settings.wrong-type",
        7,
        "archive.path",
        "A table is not a text",
    ),
    "infinite number": (
        BASE + "[cash]\nfloor = inf\n",
        "settings.wrong-type",
        8,
        "cash.floor",
        "not inf or nan",
    ),
    "zone": (
        '[company]\nname = "H"\ncurrency = "USD"\ntimezone = "Europe/Berln"\n' + BASE[BASE.index("[[") :],
        "settings.unknown-zone",
        4,
        "company.timezone",
        "'Europe/Berlin'",
    ),
    "zone outside the zones": (
        '[company]\nname = "H"\ncurrency = "USD"\ntimezone = "../etc/passwd"\n' + BASE[BASE.index("[[") :],
        "settings.unknown-zone",
        4,
        "company.timezone",
        "Europe/Berlin",
    ),
    "date of no day, as text": (
        BASE + '[calendar]\nclosed = [\n  2026-12-24,\n  "2026-02-31",\n]\n',
        "settings.bad-date",
        10,
        "calendar.closed.2",
        "'2026-02-31' is not a date",
    ),
    "date of no day, bare": (
        BASE + "[calendar]\nclosed = [2026-02-31]\n",
        "settings.syntax",
        8,
        "",
        "There is no such date",
    ),
    "date in another style": (
        BASE + '[calendar]\nopen = ["24.12.2026"]\n',
        "settings.bad-date",
        8,
        "calendar.open.1",
        "2026-12-31",
    ),
    "fiscal year on a day that is not in every year": (
        BASE + '[calendar]\nfiscal_year_start = "02-29"\n',
        "settings.bad-date",
        8,
        "calendar.fiscal_year_start",
        "not every year has a day 02-29",
    ),
    "fiscal year on the 31st of a short Jalali month": (
        BASE + '[calendar]\nfiscal_year_start = "07-31"\nsystem = "jalali"\n',
        "settings.bad-date",
        8,
        "calendar.fiscal_year_start",
        "07-31",
    ),
    "fiscal year in words": (
        BASE + '[calendar]\nfiscal_year_start = "July"\n',
        "settings.bad-date",
        8,
        "calendar.fiscal_year_start",
        "month-day",
    ),
    "day both open and closed": (
        BASE + "[calendar]\nopen = [2026-12-24]\nclosed = [2026-12-24]\n",
        "settings.wrong-value",
        8,
        "calendar.open.1",
        "2026-12-24 is both open and closed",
    ),
    "time of day": (
        BASE + '[calendar]\ncutoff = "4 am"\n',
        "settings.wrong-type",
        8,
        "calendar.cutoff",
        '"06:30"',
    ),
    "time with seconds": (
        BASE + "[calendar]\ncutoff = 04:00:30\n",
        "settings.wrong-value",
        8,
        "calendar.cutoff",
        "without seconds",
    ),
    "weekday": (
        BASE + '[calendar]\nweekend = ["saturday", "sonday"]\n',
        "settings.wrong-choice",
        8,
        "calendar.weekend.2",
        "Did you mean 'sunday'?",
    ),
    "table name": (
        BASE + INPUT.replace("transactions", "transaction"),
        "settings.wrong-choice",
        9,
        "inputs.1.table",
        "Did you mean 'transactions'?",
    ),
    "country by name": (
        BASE + '[calendar]\ncountry = "Germany"\n',
        "settings.unknown-country",
        8,
        "calendar.country",
        "Did you mean 'DE'?",
    ),
    "country that is none": (
        BASE + '[calendar]\ncountry = "XX"\n',
        "settings.unknown-country",
        8,
        "calendar.country",
        "list closed days",
    ),
    "subdivision": (
        BASE + '[calendar]\ncountry = "DE"\nsubdivision = "NY"\n',
        "settings.unknown-country",
        9,
        "calendar.subdivision",
        "DE has no subdivision 'NY'",
    ),
    "currency": (
        BASE.replace("USD", "dollars"),
        "settings.wrong-value",
        3,
        "company.currency",
        "three capital letters",
    ),
    "short name": (
        BASE.replace('"east"', '"East Side"'),
        "settings.wrong-value",
        5,
        "entities.1.id",
        "a short name",
    ),
    "missing key": (
        '[company]\nname = "H"\n' + BASE[BASE.index("[[") :],
        "settings.missing-key",
        1,
        "company.currency",
        "'currency' is missing from [company]",
    ),
    "missing table": (BASE[BASE.index("[[") :], "settings.missing-key", None, "company", "from the file"),
    "empty file": ("", "settings.missing-key", None, "company", "'company' is missing"),
    "no entity": (
        "entities = []\n" + BASE[: BASE.index("[[")],
        "settings.empty",
        1,
        "entities",
        "at least one",
    ),
    "empty text": (
        BASE.replace('"Harbor Grill"', '""'),
        "settings.empty",
        2,
        "company.name",
        "Give a text",
    ),
    "below its bound": (
        BASE + "[staff]\nyield_floor = -2.5\n",
        "settings.out-of-range",
        8,
        "staff.yield_floor",
        "0 or more",
    ),
    "above its bound": (
        BASE + "[staff.overtime]\ndaily_hours = 25\n",
        "settings.out-of-range",
        8,
        "staff.overtime.daily_hours",
        "24 or less",
    ),
    "entity twice": (
        BASE + '[[entities]]\nid = "east"\nname = "Other"\n',
        "settings.duplicate-name",
        8,
        "entities.2.id",
        "first on line 5",
    ),
    "input twice": (
        BASE + INPUT + INPUT,
        "settings.duplicate-name",
        12,
        "inputs.2.name",
        "first on line 8",
    ),
    "key twice": (
        BASE + '[archive]\npath = "a"\npath = "b"\n',
        "settings.duplicate-key",
        9,
        "archive.path",
        "first on line 8",
    ),
    "table twice": (
        BASE + "[cash]\n[staff]\n[cash]\n",
        "settings.duplicate-key",
        9,
        "",
        "double brackets",
    ),
    "text without quotation marks": (
        BASE.replace('"Harbor Grill"', "Harbor"),
        "settings.syntax",
        2,
        "",
        'key = "text"',
    ),
    "text that is not closed": (
        BASE.replace('"Harbor Grill"', '"Harbor'),
        "settings.syntax",
        2,
        "",
        "A text ends on its own line",
    ),
    "list that is not closed": (
        BASE + '[calendar]\nweekend = ["saturday"\nweek_start = "monday"\n',
        "settings.syntax",
        9,
        "",
        "not closed by ']'",
    ),
    "no equals sign": (BASE + "[archive]\npath: x\n", "settings.syntax", 8, "", "Write key = value"),
    "backslashes of a path": (
        BASE + INPUT.replace("bank.csv", "C:\\data\\bank.csv"),
        "settings.syntax",
        10,
        "",
        "single quotation marks",
    ),
    "input of an unknown entity": (
        BASE + INPUT + 'entity = "esat"\n',
        "settings.unknown-name",
        11,
        "inputs.1.entity",
        "Did you mean 'east'?",
    ),
    "report of an unknown entity": (
        BASE + '[[reports]]\nname = "daily"\nentities = [\n  "east",\n  "wets",\n]\n',
        "settings.unknown-name",
        11,
        "reports.1.entities.2",
        "there is no entity 'wets'",
    ),
    "audience of an unknown report": (
        BASE + '[[delivery.audiences]]\nname = "owners"\nreport = "dialy"\n',
        "settings.unknown-name",
        9,
        "delivery.audiences.1.report",
        "Did you mean 'daily'?",
    ),
    "audience of an unknown department": (
        BASE
        + '[[departments]]\nid = "bar"\nname = "Bar"\n'
        + '[[delivery.audiences]]\nname = "o"\nreport = "daily"\ndepartments = ["bra"]\n',
        "settings.unknown-name",
        13,
        "delivery.audiences.1.departments.1",
        "Did you mean 'bar'?",
    ),
    "mail address": (
        BASE
        + '[[delivery.audiences]]\nname = "o"\nreport = "daily"\n'
        + 'recipients = [{ address = "owner at example" }]\n',
        "settings.bad-address",
        10,
        "delivery.audiences.1.recipients.1.address",
        "name@example.com",
    ),
    "two addresses in one": (
        BASE
        + '[[delivery.audiences]]\nname = "o"\nreport = "daily"\n'
        + '[[delivery.audiences.recipients]]\naddress = "a@x.com,b@x.com"\n',
        "settings.bad-address",
        11,
        "delivery.audiences.1.recipients.1.address",
        "not one mail address",
    ),
    "half a sign rule": (
        BASE + INPUT + 'sign = { debit = "Out" }\n',
        "settings.wrong-value",
        11,
        "inputs.1.sign",
        "give both",
    ),
    "own overtime rule without hours": (
        BASE + '[staff]\novertime_rule = "custom"\n',
        "settings.missing-key",
        8,
        "staff.overtime_rule",
        "daily_hours",
    ),
}

KPI = '[[kpi]]\nid = "cash"\nmeasure = "cash.closing"\n'
KPIS: Mapping[str, tuple[str, str, int | None, str, str]] = {
    "measure": (
        KPI.replace("closing", "closng"),
        "settings.unknown-measure",
        3,
        "kpi.1.measure",
        "Did you mean 'cash.closing'?",
    ),
    "measure without a block": (
        KPI.replace("cash.closing", "closing"),
        "settings.unknown-measure",
        3,
        "kpi.1.measure",
        "'cash.closing'",
    ),
    "id twice": (KPI + KPI, "settings.duplicate-name", 5, "kpi.2.id", "first on line 2"),
    "target without its day": (
        KPI + 'target = { kind = "reach", value = 3 }\n',
        "settings.wrong-value",
        4,
        "kpi.1.target",
        "needs by",
    ),
    "kind of target": (
        KPI + '[kpi.target]\nkind = "atleast"\nvalue = 3\n',
        "settings.wrong-choice",
        5,
        "kpi.1.target.kind",
        "Did you mean 'at_least'?",
    ),
    "target in words": (
        KPI + 'target.kind = "at_least"\ntarget.value = "lots"\n',
        "settings.wrong-type",
        5,
        "kpi.1.target.value",
        "'lots' is not a number",
    ),
    "audience": (
        KPI + 'audience = ["board"]\n',
        "settings.unknown-name",
        4,
        "kpi.1.audience.1",
        "there is no audience 'board'",
    ),
    "review": (
        KPI + "review_every_months = 0\n",
        "settings.out-of-range",
        4,
        "kpi.1.review_every_months",
        "1 or more",
    ),
    "syntax": (KPI + "owner = CFO\n", "settings.syntax", 4, "", "quotation marks"),
}
MEASURES = {"cash.closing": 1, "cash.in": 1, "values.*": 1}


@pytest.mark.parametrize("case", SETTINGS.values(), ids=SETTINGS.keys())
def test_a_mistake_in_the_settings(told: Told, case: tuple[str, str, int | None, str, str]) -> None:
    text, code, line, key, part = case
    found = told(text)[0]
    assert (found.code, found.place.file, found.place.line, found.place.key) == (
        code,
        "flashreport.toml",
        line,
        key,
    )
    assert part in f"{found.message} {found.advice}"


@pytest.mark.parametrize("case", KPIS.values(), ids=KPIS.keys())
def test_a_mistake_in_the_kpis(told: Told, case: tuple[str, str, int | None, str, str]) -> None:
    text, code, line, key, part = case
    found = told(BASE, text, MEASURES)
    assert [problem.code for problem in found] == [code]
    assert (found[0].place.file, found[0].place.line, found[0].place.key) == ("kpis.toml", line, key)
    assert part in f"{found[0].message} {found[0].advice}"


ONE_MISTAKE = [name for name in SETTINGS if name not in ("empty file", "key twice")]


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_one_mistake_is_told_once(told: Told, name: str) -> None:
    assert len(told(SETTINGS[name][0])) == 1


def test_a_family_of_own_measures_is_known(told: Told) -> None:
    assert told(BASE, KPI.replace("cash.closing", "values.guests"), MEASURES) == []
    assert told(BASE, KPI.replace("cash.closing", "anything.else"), None) == []


def test_all_mistakes_of_both_files_are_told_at_once_in_the_order_of_lines(told: Told) -> None:
    text = (
        '[company]\nnmae = "H"\ncurrency = "eur"\n'
        '[calendar]\ncountry = "Germany"\nweek_start = Monday\n'
        '[[entities]]\nid = "east"\nname = "E"\n[[entities]]\nid = "east"\nname = "F"\n'
        '[staff]\nyield_floor = -1\n[delivery]\noutbocks = "x"\n'
    )
    found = told(text, KPI.replace("closing", "closng") + "owner = CFO\n", MEASURES)
    assert [(problem.place.file, problem.place.line, problem.code) for problem in found] == [
        ("flashreport.toml", 2, "settings.unknown-key"),
        ("flashreport.toml", 3, "settings.wrong-value"),
        ("flashreport.toml", 5, "settings.unknown-country"),
        ("flashreport.toml", 6, "settings.syntax"),
        ("flashreport.toml", 11, "settings.duplicate-name"),
        ("flashreport.toml", 14, "settings.out-of-range"),
        ("flashreport.toml", 16, "settings.unknown-key"),
        ("kpis.toml", 3, "settings.unknown-measure"),
        ("kpis.toml", 4, "settings.syntax"),
    ]


def test_a_misspelt_key_is_not_told_as_missing_too(told: Told) -> None:
    assert [problem.place.key for problem in told(BASE.replace('name = "H', 'nmae = "H'))] == ["company.nmae"]
    assert [problem.place.key for problem in told(BASE.replace("[company]", "[compny]"))] == ["compny"]


def test_days_that_every_year_has_begin_a_fiscal_year(told: Told) -> None:
    for start, system in (("02-28", "gregorian"), ("06-31", "jalali"), ("12-29", "jalali")):
        assert told(BASE + f'[calendar]\nfiscal_year_start = "{start}"\nsystem = "{system}"\n') == []


def test_a_faulty_line_is_not_told_as_a_missing_key_too(told: Told) -> None:
    found = told(BASE.replace('"Harbor Grill"', "Harbor"))
    assert [problem.code for problem in found] == ["settings.syntax"]


def test_a_faulty_table_name_stops_the_reading_there(told: Told) -> None:
    found = told("[company\n" + BASE)
    assert [(problem.code, problem.place.line) for problem in found] == [("settings.syntax", 1)]


def test_a_long_value_is_cut(told: Told) -> None:
    found = told(BASE.replace("USD", "U" * 5000))[0]
    assert found.place.value is not None
    assert len(found.place.value) == 81
    assert len(found.message) < 200


def test_lists_nested_too_deep_are_a_mistake(told: Told) -> None:
    found = told("x = " + "[" * 50_000)
    assert [problem.code for problem in found] == ["settings.syntax"]
