"""The register day by day, against the risks of the domain."""

from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.calculators.risks import calculate_risks
from flashreport.domain.risk import Risk

FIRST = date(2026, 3, 2)
LAST = 20
PATIENT = settings(max_examples=15, deadline=None)
Drawn = tuple[int, int, int, int | None, int | None]
DRAWN = st.lists(
    st.tuples(
        st.integers(0, 1_000_000),
        st.integers(0, 10**12),
        st.integers(0, 25),
        st.none() | st.integers(-5, 25),
        st.none() | st.integers(0, 25),
    ),
    max_size=5,
)


def register(drawn: list[Drawn]) -> pd.DataFrame:
    def on(ahead: int | None) -> date | None:
        return None if ahead is None else FIRST + timedelta(days=ahead)

    rows = [
        (f"r{n}", "south" if n % 2 else "north", chance, impact, on(opened), on(due), on(closed))
        for n, (chance, impact, opened, due, closed) in enumerate(drawn)
    ]
    columns = ["risk", "entity", "probability", "impact", "opened", "mitigation_due", "closed"]
    frame = pd.DataFrame(rows, columns=columns).astype({"probability": "Int64", "impact": "Int64"})
    for column in columns[4:]:
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return frame


def until() -> pd.Timestamp:
    return pd.Timestamp(FIRST + timedelta(days=LAST)).as_unit("s")


def values(found: pd.DataFrame, entity: str, dimension: str) -> dict[tuple[str, str, date], int]:
    rows = found[(found["entity"] == entity) & (found["dimension"] == dimension)]
    keys = zip(
        rows["measure"].str.removeprefix("projects."), rows["member"], rows["date"].dt.date, strict=True
    )
    return dict(zip(keys, rows["value"].tolist(), strict=True))


@PATIENT
@given(DRAWN)
def test_each_risk_is_the_domains(drawn: list[Drawn]) -> None:
    found = values(calculate_risks(register(drawn), until()), "", "risk")
    wanted = {}
    for n, (chance, impact, opened, due, closed) in enumerate(drawn):
        ends = [None if ahead is None else FIRST + timedelta(days=ahead) for ahead in (due, closed)]
        risk = Risk(
            f"r{n}",
            Fraction(chance, 10**6),
            Fraction(impact),
            FIRST + timedelta(days=opened),
            mitigation_due=ends[0],
            closed=ends[1],
        )
        for day in (FIRST + timedelta(days=ahead) for ahead in range(LAST + 1)):
            if not risk.is_open(day):
                continue
            wanted["risks_open", risk.id, day] = 1
            wanted["risk_exposure", risk.id, day] = (risk.exposure + Fraction(1, 2)).__floor__()
            wanted["risk_age", risk.id, day] = risk.age(day)
            wanted["mitigations_overdue", risk.id, day] = int(risk.days_overdue(day) > 0)
            if due is not None:
                wanted["mitigation_days_overdue", risk.id, day] = risk.days_overdue(day)
    assert found == wanted


@PATIENT
@given(DRAWN)
def test_totals_are_the_sums_of_the_open_risks(drawn: list[Drawn]) -> None:
    found = calculate_risks(register(drawn), until())
    for entity in ("", "north", "south"):
        own = values(found, entity, "risk")
        for (measure, _, day), total in values(found, entity, "").items():
            assert total == sum(n for (m, _, d), n in own.items() if (m, d) == (measure, day))


@PATIENT
@given(DRAWN, st.randoms(use_true_random=False))
def test_order_and_fifty_two_weeks_change_nothing(drawn, random) -> None:  # type: ignore[no-untyped-def]  # hypothesis' own Random
    frame, year = register(drawn), pd.Timedelta(days=364)
    shuffled = frame.loc[random.sample(list(frame.index), len(frame))]
    for dimension in ("", "risk"):
        once = values(calculate_risks(frame, until()), "", dimension)
        assert once == values(calculate_risks(shuffled, until()), "", dimension)
        dates = {name: frame[name] + year for name in ("opened", "mitigation_due", "closed")}
        later = values(calculate_risks(frame.assign(**dates), until() + year), "", dimension)
        assert {(m, x, d + timedelta(days=364)): n for (m, x, d), n in once.items()} == later


def test_a_worked_example() -> None:
    # 30 % of 20,000.01: 6,000.003, rounded to the cent; closed on day 3
    found = calculate_risks(register([(300_000, 2_000_001, 0, 1, 3)]), until())
    total = values(found, "", "")
    assert total["risk_exposure", "", FIRST] == 600_000
    assert total["mitigations_overdue", "", FIRST + timedelta(days=2)] == 1
    assert total["risk_exposure", "", FIRST + timedelta(days=3)] == 0
