"""``python -m flashreport.facts`` writes the compiled statements anew."""

from pathlib import Path

from flashreport.facts.expressions import FACTS, compiled

DIALECTS = ("duckdb", "postgres", "pyspark")


def write(root: Path) -> None:
    """One file per fact and dialect under ``root``."""
    for dialect in DIALECTS:
        (root / dialect).mkdir(parents=True, exist_ok=True)
        for name in FACTS:
            (root / dialect / f"{name}.sql").write_text(compiled(name, dialect), "utf-8")


if __name__ == "__main__":
    write(Path(__file__).parent / "sql")
