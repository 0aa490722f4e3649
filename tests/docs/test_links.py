"""Every internal link leads somewhere: the file is there, and so is the heading."""

import re
from pathlib import Path

import pytest

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made on the web page of a repository."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    found: set[str] = set()
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number, own = 0, slug
        while own in found:
            number += 1
            own = f"{slug}-{number}"
        found.add(own)
    return found


def test_internal_links_lead_somewhere(pages: list[Path], subtests: pytest.Subtests) -> None:
    assert len(pages) > 10
    for page in pages:
        text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for link in LINK.findall(text):
            if re.match(r"[a-z]+:", link):
                continue
            with subtests.test(page=page.name, link=link):
                path, _, anchor = link.partition("#")
                target = (page.parent / path).resolve() if path else page
                assert target.exists()
                if anchor:
                    assert anchor in anchors(target)


def test_the_anchors_are_those_of_the_web_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# `flashreport.toml`\n## A bank's CSV\n## bank.bad-date\n## A bank's CSV\n```\n# no\n```\n"
    )
    assert anchors(page) == {"flashreporttoml", "a-banks-csv", "bankbad-date", "a-banks-csv-1"}
