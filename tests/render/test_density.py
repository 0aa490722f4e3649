"""The steps of page 1, and the widths of its columns."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont

from flashreport.domain.report import Report, ScoreGroup
from flashreport.render import PageSettings
from flashreport.render.columns import by_weight, figures, text_column, widths
from flashreport.render.density import BARE, STEPS, first_guess
from flashreport.render.format import formatter
from flashreport.render.view import view
from flashreport.workspace.resources import data_dir


def share(text: str) -> float:
    return float(text.rstrip("%"))


def test_steps_only_grow_tighter() -> None:
    lines = [step.line for step in STEPS]
    assert lines == sorted(lines)
    for wider, tighter in pairwise(STEPS):
        assert (wider.tables, wider.charts, wider.notes) >= (tighter.tables, tighter.charts, tighter.notes)
        assert (wider.letters, wider.rows) >= (tighter.letters, tighter.rows)


def test_the_look_starts_at_normal_and_a_bare_one_is_roomy(make_report: Callable[..., Report]) -> None:
    assert STEPS[first_guess(make_report())].name == "normal"
    assert STEPS[first_guess(make_report(scorecard=(), front=()))].name == "roomy"
    row = make_report().scorecard[0].rows[0]
    many = make_report(scorecard=(ScoreGroup(block="b", title=row.label, rows=(row,) * 60),))
    assert STEPS[first_guess(many)] == BARE


def test_rows_left_out_are_counted(report: Report) -> None:
    seen = view(report, PageSettings())
    few = STEPS[-1]
    assert sum(len(group.rows) for group in seen.score(few)) == 11
    assert seen.left_out(few) == 0
    assert seen.score_is_whole(STEPS[1])


def test_widths_are_whole_and_give_figures_their_room() -> None:
    needs = [
        text_column(["A measure with a name"], "Measure"),
        figures(["$1,234,567,890"], "Thu"),
        figures(["1"], "x"),
    ]
    found = [share(width) for width in widths(needs, 40.0)]
    assert round(sum(found)) == 100
    assert found[1] / 100 * 40 >= needs[1].least - 0.01
    assert found[1] > found[2]


def test_weights_rule_unless_a_figure_would_be_cut() -> None:
    plain = [figures(["1"], "a", 1.0), figures(["2"], "b", 1.0), figures(["3"], "c", 2.0)]
    assert [share(width) for width in by_weight(plain, 60.0)] == [25.0, 25.0, 50.0]
    tight = [figures(["$123,456,789.00"], "a", 0.1), figures(["2"], "b", 1.0)]
    assert share(by_weight(tight, 30.0)[0]) / 100 * 30.0 >= tight[0].least - 0.01


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_longest_word_of_a_heading_fits_its_column(language: str) -> None:
    """Measured in the type that headings are set in, against the room that a column asks for."""
    font = TTFont(data_dir("templates") / "fonts" / "flashreport-sans-700.ttf")
    glyphs, advances, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
    gettext = formatter(language).texts.gettext
    for heading in ("Overtime", "Hours, day", "On low-yield jobs", "Month-end pay", "Overtime still needed"):
        for word in gettext(heading).split():
            wide = sum(advances[glyphs[ord(letter)]][0] for letter in word) / em * 0.92
            assert figures(["0"], word).least >= wide + 0.76, word  # .38 em of padding on either side
