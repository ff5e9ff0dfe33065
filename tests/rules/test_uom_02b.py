"""UOM-02b: a jerrycan is no pail."""

import tomllib
from typing import Any

from hub.facts.units import UnitList, unit_list
from hub.resources import resource


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("UOM-02b") == []


def test_dunk_is_only_suggested(judge: Any, one: Any) -> None:
    """No code is put in."""
    judged = judge("prisme", {"orderable_unit.value": "dunk"})
    one(
        judged,
        "UOM-02b",
        field="orderable_unit.value",
        severity="error",
        value="dunk",
        expected="CA, BJ, DR",
        says="jerrycan",
    )
    assert judged.bodies == [None]


def test_the_page_shows_codes_that_are_codes() -> None:
    """What it calls right is taken (UOM-01)."""
    known = unit_list(UnitList.OIOUBL)
    pages = tomllib.loads(resource("hub", "rules", "pages.toml").read_text("utf-8"))
    assert [one["good"] for one in pages["UOM-02b"]["example"] if one["good"] not in known] == []
