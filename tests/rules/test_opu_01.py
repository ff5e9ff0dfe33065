"""OPU-01: the municipality has issued a system name."""

from typing import Any

FIELD = "receiver_party.party_identification[0].id"


def test_a_system_name_in_the_set_up_passes(judge: Any) -> None:
    """It is the operator who enters it."""
    judged = judge("opus", options={"system_name": "EKSEMPEL-01"})
    assert judged.of("OPU-01") == []


def test_without_one_nothing_is_sent(judge: Any, one: Any) -> None:
    """The whole document is refused."""
    one(judge("opus"), "OPU-01", field=FIELD, severity="fatal", expected="1", says="issued before")


def test_one_that_is_too_long(judge: Any, one: Any) -> None:
    """The system takes twenty characters."""
    judged = judge("opus", options={"system_name": "X" * 21})
    one(
        judged,
        "OPU-01",
        field=FIELD,
        severity="fatal",
        value="X" * 21,
        expected="<= 20",
        says="more than 20",
    )
