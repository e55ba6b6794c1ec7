"""The pictures of the documentation: each is taken by the tool, each that a page shows is there."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+\.png)\)")
SMALL = 150_000
"""Bytes of a picture at most: they are kept with the sources."""


def test_every_picture_is_one_that_the_tool_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    taken = importlib.import_module("scenes_docs").documented_files()
    assert {path.name for path in IMAGES.iterdir()} == taken


def test_pictures_are_small() -> None:
    assert {path.name for path in IMAGES.iterdir() if path.stat().st_size > SMALL} == set()


def test_every_picture_that_a_page_shows_is_there() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = [
        (page.parent / link).resolve() for page in pages for link in PICTURE.findall(page.read_text("utf-8"))
    ]
    assert shown
    assert [path.name for path in shown if not path.is_file()] == []
