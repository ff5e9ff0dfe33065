"""PRI-01: an item number has at most 35 characters."""

from typing import Any

NUMBER = "item.sellers_item_identification"


def test_thirty_five_pass(judge: Any) -> None:
    """The longest number allowed."""
    judged = judge("prisme", {f"{NUMBER}.id.value": "x" * 35})
    assert judged.of("PRI-01") == []


def test_thirty_six_are_refused(judge: Any, one: Any) -> None:
    """One more is too many."""
    judged = judge("prisme", {f"{NUMBER}.id.value": "x" * 36})
    one(
        judged,
        "PRI-01",
        field=f"{NUMBER}.id",
        severity="error",
        value="x" * 36,
        expected="<= 35",
        says="36 characters",
    )
    assert judged.bodies == [None]


def test_the_limit_is_an_option(judge: Any, one: Any) -> None:
    """A receiver may take less."""
    judged = judge("prisme", options={"item_number_length": 6})
    one(
        judged,
        "PRI-01",
        field=f"{NUMBER}.id",
        severity="error",
        value="AB-1001",
        expected="<= 6",
        says="at most 6",
    )
