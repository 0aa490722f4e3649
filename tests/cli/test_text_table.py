from flashreport.cli.text_table import text_table


def test_columns_are_aligned_by_what_a_terminal_shows() -> None:
    table = text_table(("name", "rows"), [("日本", 5), ("é", 12345), ("e\u0301", None)], right=("rows",))
    assert table.splitlines() == [
        "name    rows",
        "日本       5",
        "é     12,345",
        "e\u0301          -",
    ]


def test_text_from_a_file_cannot_steer_the_terminal() -> None:
    assert text_table(("a",), [("x\x1b[2Jy\nz",)]) == "a\nx [2Jy z"


def test_no_rows() -> None:
    assert text_table(("a", "b"), []) == "a  b"
