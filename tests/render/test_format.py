"""Figures and dates as they are printed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.report import Day, Figure, Words, name, words
from flashreport.domain.units import COUNT, DATE, HOURS, NUMBER, PERCENT, POINTS, PrintedMoney, Unit, money
from flashreport.render.format import formatter
from flashreport.render.language import Form, language

USD, JPY = money("USD"), money("JPY")
RATE = Unit(kind="rate", currency="USD", per="hour")
MULTIPLE = Unit(kind="multiple")


def show(
    unit: Unit, value: str, *, decimals: int | None = None, signed: bool = False, language: str = "en"
) -> str:
    figure = Figure(unit=unit, value=Decimal(value), decimals=decimals, signed=signed)
    return formatter(language, isolates=False).figure(figure)


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        (USD, "418220", "$418,220"),
        (USD, "-41630", "−$41,630"),
        (USD, "0", "$0"),
        (USD, "0.5", "$1"),  # half up
        (USD, "2.5", "$3"),  # not to even
        (USD, "-2.5", "−$3"),
        (USD, "0.2", "<$1"),  # not zero, so not $0
        (USD, "-0.2", ">−$1"),
        (JPY, "1234567", "¥1,234,567"),
        (money("CHF"), "1200", "CHF\u00a01,200"),
        (RATE, "61.3", "$61.30"),
        (RATE, "61.305", "$61.31"),
        (HOURS, "1184", "1,184"),
        (COUNT, "702940", "702,940"),
        (PERCENT, "0.141", "14.1%"),
        (PERCENT, "0.0004", "<0.1%"),
        (PERCENT, "-0.0004", ">−0.1%"),
        (PERCENT, "0.99999", ">99.9%"),
        (PERCENT, "1", "100.0%"),
        (PERCENT, "1.0001", ">100.0%"),
        (PERCENT, "0", "0.0%"),
        (POINTS, "0.029", "2.9\u00a0pt"),
        (MULTIPLE, "1.25", "1.25×"),
        (NUMBER, "3.14159", "3.14"),
        (NUMBER, "12", "12"),
    ],
)
def test_figures(unit: Unit, value: str, text: str) -> None:
    assert show(unit, value) == text


def test_only_signed_figures_carry_a_plus() -> None:
    assert show(POINTS, "0.029", signed=True) == "+2.9\u00a0pt"
    assert show(USD, "68220", signed=True) == "+$68,220"
    assert show(USD, "0", signed=True) == "$0"
    assert show(USD, "68220") == "$68,220"


def test_decimals_of_the_figure_win() -> None:
    assert show(USD, "38.2", decimals=2) == "$38.20"
    assert show(PERCENT, "0.88", decimals=0) == "88%"
    assert show(PERCENT, "0.996", decimals=0) == ">99%"


@pytest.mark.parametrize(
    ("language", "text", "share"),
    [
        ("de", "−41.630\u00a0$", "14,1\u00a0%"),
        ("fr", "−41\u202f630\u00a0$US", "14,1\u202f%"),
        ("fa", "−۴۱٬۶۳۰\u00a0$", "۱۴٫۱٪"),
    ],
)
def test_other_languages(language: str, text: str, share: str) -> None:
    assert show(USD, "-41630", language=language) == text
    assert show(PERCENT, "0.141", language=language).replace("\u00a0%", "\u202f%") == share.replace(
        "\u00a0%", "\u202f%"
    )


def test_rials_stand_before_their_unit() -> None:
    assert show(money("IRR"), "-1234567", language="fa") == "−۱٬۲۳۴٬۵۶۷\u00a0ریال"


def test_a_missing_figure_is_not_zero() -> None:
    text = formatter("en")
    gone = Figure(unit=USD, state="missing", reason="no bank file")
    assert text.figure(gone) == "n/a"
    assert text.reason(gone) == "no bank file"


def test_figures_are_isolated() -> None:
    text = formatter("fa")
    assert text.figure(Figure(unit=PERCENT, value=Decimal("-0.125"))) == "\u2066−۱۲٫۵٪\u2069"


@pytest.mark.parametrize(
    ("form", "english", "persian"),
    [
        ("full", "Thursday 19 November 2026", "پنجشنبه ۲۸ آبان ۱۴۰۵"),
        ("long", "19 November 2026", "۲۸ آبان ۱۴۰۵"),
        ("short", "19 Nov", "۲۸ آبان"),
        ("weekday", "Thu 19", "پنجشنبه ۲۸"),
        ("month", "November 2026", "آبان ۱۴۰۵"),
    ],
)
def test_days(form: str, english: str, persian: str) -> None:
    day = Day.model_validate({"on": date(2026, 11, 19), "form": form})
    assert formatter("en").say(day) == english
    assert formatter("fa").say(day) == persian


def test_a_date_figure_prints_its_day() -> None:
    assert formatter("en").figure(Figure(unit=DATE, on=date(2027, 1, 11))) == "11 Jan"


def test_messages_take_arguments_and_names_stay() -> None:
    text = formatter("en", isolates=False)
    message = words(
        "{who} has {share} of it.",
        who=name("{share} <b>"),
        share=Figure(unit=PERCENT, value=Decimal("0.6"), decimals=0),
    )
    assert text.say(message) == "{share} <b> has 60% of it."


def test_plurals_follow_the_count() -> None:
    one = Words(
        message="{n} figure", plural="{n} figures", count=1, args={"n": Figure(unit=COUNT, value=Decimal(1))}
    )
    two = one.model_copy(update={"count": 2, "args": {"n": Figure(unit=COUNT, value=Decimal(2))}})
    text = formatter("en", isolates=False)
    assert (text.say(one), text.say(two)) == ("1 figure", "2 figures")


@given(st.decimals(min_value=-10, max_value=10, places=7))
def test_a_share_never_rounds_into_a_false_0_or_100(ratio: Decimal) -> None:
    text = formatter("en", isolates=False).figure(Figure(unit=PERCENT, value=ratio))
    if text == "0.0%":
        assert ratio == 0
    if text in ("100.0%", "−100.0%"):
        assert abs(ratio) == 1


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_money_with_cents_reads_back_exactly(cents: int) -> None:
    value = Decimal(cents) / 100
    text = formatter("en", isolates=False).figure(Figure(unit=USD, value=value, decimals=2))
    assert Decimal(text.replace("$", "").replace(",", "").replace("−", "-")) == value


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(ValueError, match="unknown language"):
        formatter("xx_unknown")


RIALS = PrintedMoney("IRR", "میلیون ریال", 1_000_000)
TOMAN = PrintedMoney("IRR", "تومان", 10)
IRR = money("IRR")


@pytest.mark.parametrize(
    ("unit", "value", "printed", "text"),
    [
        (RIALS, "16728800000", IRR, "۱۶٬۷۲۹\u00a0میلیون\u00a0ریال"),
        (RIALS, "-1665200000", IRR, "−۱٬۶۶۵\u00a0میلیون\u00a0ریال"),
        (RIALS, "400000", IRR, "<۱\u00a0میلیون\u00a0ریال"),  # not zero, so not 0
        (RIALS, "2512345", Unit(kind="rate", currency="IRR", per="hour"), "۲٫۵۱\u00a0میلیون\u00a0ریال"),
        (RIALS, "1500", money("USD"), "۱٬۵۰۰\u00a0$"),  # another currency keeps its own
        (RIALS, "0.141", PERCENT, "۱۴٫۱٪"),
        (TOMAN, "12345678", IRR, "۱٬۲۳۴٬۵۶۸\u00a0تومان"),
    ],
)
def test_a_unit_of_money(unit: PrintedMoney, value: str, printed: Unit, text: str) -> None:
    say = formatter("fa", isolates=False, money=unit)
    assert say.figure(Figure(unit=printed, value=Decimal(value))) == text


def test_cells_leave_the_unit_to_the_head_of_the_page() -> None:
    say = replace(formatter("fa", money=RIALS), in_cells=True)
    assert say.figure(Figure(unit=IRR, value=Decimal(5_000_000))) == "\u2066۵\u2069"


def test_a_charts_amounts_are_in_the_unit_or_in_thousands_of_a_small_one() -> None:
    message = words("{thousands} a day")
    assert formatter("en").say(message) == "thousand a day"
    assert formatter("fa", isolates=False, money=RIALS).say(message) == "میلیون ریال در روز"
    assert formatter("fa", isolates=False, money=TOMAN).say(message) == "هزار تومان در روز"
    assert formatter("fa", money=RIALS).scale(IRR, 1000) == 1_000_000
    assert formatter("fa", money=TOMAN).scale(IRR, 1000) == 10_000
    assert formatter("fa", money=RIALS).scale(HOURS, 1) == 1


@pytest.mark.parametrize(
    ("on", "form", "text"),
    [
        (date(2026, 11, 19), "full", "پنجشنبه ۲۸ آبان ۱۴۰۵"),
        (date(2025, 3, 20), "long", "۳۰ اسفند ۱۴۰۳"),
        (date(2026, 3, 21), "month", "فروردین ۱۴۰۵"),
        (date(2026, 11, 21), "weekday", "شنبه ۳۰"),
    ],
)
def test_persian_dates(on: date, form: Form, text: str) -> None:
    assert formatter("fa").day(on, form) == text


def test_a_date_as_digits_is_of_the_readers_calendar() -> None:
    assert formatter("fa", isolates=False).iso(date(2026, 11, 19)) == "۱۴۰۵-۰۸-۲۸"
    assert formatter("ar", isolates=False).iso(date(2026, 11, 19)) == "2026-11-19"


def test_bounds_are_said_in_words_where_signs_would_turn_round() -> None:
    target = Figure(unit=PERCENT, value=Decimal("0.6"))
    for sign, text in (("≥", "حداقل ۶۰٫۰٪"), ("≤", "حداکثر ۶۰٫۰٪")):
        message = words(f"{sign} {{target}}", target=target)
        assert formatter("fa", isolates=False).say(message) == text
        assert formatter("de", isolates=False).say(message) == f"{sign} 60,0\u00a0%"


def test_a_language_that_is_not_ours_writes_dates_as_cldr_has_them() -> None:
    day = date(2026, 11, 19)
    spanish, turkish = language("es"), language("tr")
    assert spanish.day(day, "full") == "jueves, 19 de noviembre de 2026"
    assert spanish.day(day, "month") == "noviembre de 2026"
    assert turkish.day(day, "full") == "19 Kasım 2026 Perşembe"
    assert turkish.day(day, "dated") == "19 Kas 2026 Per"
