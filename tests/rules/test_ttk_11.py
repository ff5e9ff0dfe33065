"""TTK-11: the agreement reference is known."""

from typing import Any

from hub.model.reference import Contract
from hub.model.values import Identifier


def test_the_routes_own_passes(judge: Any) -> None:
    """The route was found by it."""
    judged = judge("truetrade", kind="pricebook")
    assert judged.of("TTK-11") == []


def test_another_is_refused(judge: Any, one: Any, memory: Any) -> None:
    """The customer gave no such reference."""
    judged = judge(
        "truetrade",
        kind="pricebook",
        header={"referenced_contract": (Contract(id=Identifier("A-9")),)},
        known=memory(),
    )
    one(
        judged,
        "TTK-11",
        field="referenced_contract[0].id",
        severity="fatal",
        value="A-9",
        expected="A-1",
        says="reference A-9",
    )


def test_none_at_all(judge: Any, one: Any) -> None:
    """Neither document nor route names one."""
    judged = judge(
        "truetrade", kind="pricebook", header={"referenced_contract": ()}, no_agreement=True
    )
    one(
        judged,
        "TTK-11",
        field="referenced_contract[0].id",
        severity="fatal",
        expected="1",
        says="names no agreement",
    )
