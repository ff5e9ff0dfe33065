"""CAT-01: a catalogue that becomes UBL has a number."""

from typing import Any

from hub.model.values import Identifier


def test_a_numbered_catalogue_passes(judge: Any) -> None:
    """Whatever the number is."""
    assert judge("ubl").of("CAT-01") == []


def test_a_catalogue_without_one(judge: Any, one: Any) -> None:
    """Nobody makes a number up."""
    for number in (None, Identifier(" ")):
        one(
            judge("ubl", header={"id": number}),
            "CAT-01",
            field="id",
            severity="fatal",
            expected="1",
            says="has no number",
        )
