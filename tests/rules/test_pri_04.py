"""PRI-04: the unit is on the OIOUBL list."""

from typing import Any


def test_a_code_of_the_list_passes(judge: Any) -> None:
    """BX is on it."""
    judged = judge("prisme", {"orderable_unit.value": "BX"})
    assert judged.of("PRI-04") == []


def test_an_unknown_unit_is_refused_with_near_codes(judge: Any, one: Any) -> None:
    """The sender learns which code was probably meant."""
    judged = judge("prisme", {"orderable_unit.value": "BOXX"})
    one(
        judged,
        "PRI-04",
        field="orderable_unit.value",
        severity="error",
        value="BOXX",
        expected="BX, BO, HBX",
        says="“BOXX”",
    )
    assert judged.bodies == [None]


def test_a_receivers_own_list_is_narrower(judge: Any, one: Any) -> None:
    """Only its codes are taken."""
    judged = judge("prisme", {"orderable_unit.value": "BX"}, options={"units": ["EA", "PK"]})
    one(
        judged,
        "PRI-04",
        field="orderable_unit.value",
        severity="error",
        value="BX",
        expected="EA, PK",
        says="BX",
    )
