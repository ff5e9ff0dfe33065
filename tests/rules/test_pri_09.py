"""PRI-09: the agreement is given and known for this supplier and receiver."""

from typing import Any

from hub.model.reference import Contract
from hub.model.values import Identifier


def test_the_routes_own_agreement_passes(judge: Any) -> None:
    """It is the one the route was found by."""
    judged = judge("prisme")
    assert judged.of("PRI-09") == []


def test_one_the_hub_knows_passes(judge: Any, memory: Any) -> None:
    """Also when the route has another."""
    judged = judge(
        "prisme",
        header={"referenced_contract": (Contract(id=Identifier("A-2")),)},
        known=memory(agreements=["A-2"]),
    )
    assert judged.of("PRI-09") == []


def test_another_is_refused(judge: Any, one: Any, memory: Any) -> None:
    """The receiver issued no such agreement."""
    judged = judge(
        "prisme", header={"referenced_contract": (Contract(id=Identifier("A-9")),)}, known=memory()
    )
    one(
        judged,
        "PRI-09",
        field="referenced_contract[0].id",
        severity="fatal",
        value="A-9",
        expected="A-1",
        says="Agreement A-9 is not known",
    )


def test_none_at_all_is_refused(judge: Any, one: Any) -> None:
    """Neither document nor route names one."""
    judged = judge("prisme", header={"referenced_contract": ()}, no_agreement=True)
    one(
        judged,
        "PRI-09",
        field="referenced_contract[0].id",
        severity="fatal",
        expected="1",
        says="names no agreement",
    )


def test_a_missing_one_comes_from_the_route(judge: Any, one: Any) -> None:
    """The output carries the agreement of the port."""
    judged = judge("prisme", header={"referenced_contract": ()})
    one(
        judged,
        "PRI-09",
        field="referenced_contract[0].id",
        severity="fix",
        expected="A-1",
        says="put in",
    )
    assert judged.header.referenced_contract == (Contract(id=Identifier("A-1")),)


def test_without_memory_it_is_skipped_not_passed(judge: Any) -> None:
    """A document without a route's agreement cannot be judged from itself."""
    judged = judge("prisme", no_agreement=True)
    assert "PRI-09" in judged.checker.skipped
