"""Bills are held against orders and receipts in the running hub, over each store."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.store.schema import blob, interchange, paper
from tests.e2e.installation import EXAMPLES
from tests.e2e.marketplace import (
    Marketplace,
    bill,
    collective,
    hours,
    order,
    receipt,
    timecard,
)

Open = Callable[..., Marketplace]
HOUR = 3600.0
APPROVED: list[tuple[str, list[str]]] = [("auto_approved", [])]
WAITS = ("awaiting_receipt", ["MAT-08"])


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Toolbox:
    """Formats, profiles and schemas, loaded once for all tests here."""
    home = tmp_path_factory.mktemp("loaded")
    return Toolbox(Settings(home, EXAMPLES / "config", schemas_home))


@pytest.fixture(params=["sqlite", "postgresql"])
def market(request: pytest.FixtureRequest, tmp_path: Path, loaded: Toolbox) -> Iterator[Open]:
    """Opens a marketplace over a store."""
    database = request.getfixturevalue("database") if request.param == "postgresql" else None
    opened: list[Marketplace] = []

    def one(**matching: Any) -> Marketplace:
        opened.append(Marketplace(tmp_path / "market", loaded, database, **matching))
        return opened[-1]

    yield one
    for each in opened:
        each.hub.close()


def test_approved(market: Open) -> None:
    """A bill that fits order and receipt reaches the customer, its finance system and the trace."""
    town = market(rules="opus")
    town.send(order())
    town.send(receipt())
    town.send(bill(), "faktura.xml")
    assert town.verdicts() == APPROVED
    assert (town.delivered(), town.financed()) == (["faktura.xml"], ["faktura.xml"])
    (report,) = town.reports()
    assert (report["number"], report["orders"]) == ("NOR-5001", ["ODE-77120"])
    assert report["seller"]["key"] == "nordlys"
    told = [one["match"] for one in town.conversation() if one["kind"] == "invoice"]
    assert [one["verdict"] for one in told] == ["auto_approved"]
    answered = town.answers()[-1]["documents"][0]
    assert [way["receiver"] for way in answered["routes"]] == ["odense"]


def test_waits_for_goods(market: Open) -> None:
    """Goods received in two parts let a bill through, and on, when the second part is there."""
    town = market(rules="opus")
    town.send(order())
    town.send(bill(), "faktura.xml")
    assert (town.delivered(), town.financed()) == (["faktura.xml"], [])
    town.send(receipt("5", "REC-1"))
    town.send(receipt("4", "REC-2"))
    assert town.verdicts() == [WAITS, *APPROVED]
    assert (town.delivered(), town.financed()) == (["faktura.xml"], ["faktura.xml"])
    bills = [one for one in town.conversation() if one["kind"] == "invoice"]
    assert [one["match"]["verdict"] for one in bills] == ["awaiting_receipt", "auto_approved"]


def test_hired_staff_is_paid_by_the_approved_timecard(market: Open) -> None:
    """Hours count when the customer sends them approved, and no more than those (DIG-06)."""
    town = market(rules="digiinkoop")
    town.send(hours(order()))
    town.send(hours(bill()), "faktura.xml")
    town.send(timecard("9", "T-1", approved=False))
    town.send(timecard("8", "T-2"))
    assert town.verdicts() == [WAITS]
    town.send(timecard("1", "T-3"))
    assert town.verdicts() == [WAITS, *APPROVED]
    assert town.financed() == ["faktura.xml"]


def test_a_supplier_approves_no_hours_of_its_own(market: Open) -> None:
    """Only what the customer sends takes the place of a receipt."""
    town = market(rules="digiinkoop")
    town.send(hours(order()))
    town.send(timecard("9", "T-1"), account="nordlys")
    town.send(hours(bill()), "faktura.xml")
    assert town.verdicts() == [WAITS]


def test_an_order_that_comes_later(market: Open) -> None:
    """A bill for an unknown order is kept, and judged when the order is there."""
    town = market(rules="opus", order_hours=24, receipts=False)
    identity = town.send(bill(), "faktura.xml")
    assert (town.verdicts(), town.delivered()) == ([], [])
    (way,) = town.answers()[-1]["documents"][0]["routes"]
    assert (way["state"], way["reason"]) == ("held", "awaiting-order")
    assert [one["interchange"] for one in town.hub.archive.parked()] == [identity]
    town.send(order("ODE-1"))
    assert town.delivered() == []
    town.send(order())
    assert (town.verdicts(), town.financed()) == (APPROVED, ["faktura.xml"])
    assert town.delivered() == ["faktura.xml"]
    assert town.hub.archive.parked() == []


@pytest.mark.parametrize(
    ("column", "verdict", "delivered"),
    [("opus", "manual", ["faktura.xml"]), ("truetrade", "refused", [])],
)
def test_an_order_that_never_comes(
    market: Open, column: str, verdict: str, delivered: list[str]
) -> None:
    """When the customer's limit is over, its column says what an unknown order means."""
    town = market(rules=column, order_hours=24)
    town.send(bill(), "faktura.xml")
    town.wait(23 * HOUR)
    assert town.verdicts() == []
    town.wait(2 * HOUR)
    assert town.verdicts() == [(verdict, ["MAT-02"])]
    assert (town.delivered(), town.financed()) == (delivered, [])
    (document,) = town.answers()[-1]["documents"]
    assert document["outcome"] == ("accepted" if delivered else "rejected")
    if not delivered:
        corrected = bill().replace("ODE-77120", "ODE-1")
        town.send(order("ODE-1"))
        town.send(corrected)
        assert town.verdicts()[-1] == ("awaiting_receipt", ["MAT-08"])


def test_nothing_is_forgotten(market: Open) -> None:
    """Stopped and started between any two steps, the hub ends where it would have ended."""
    town = market(rules="opus", order_hours=24)
    for text in (bill(), order(), receipt()):
        town.hand_in(text)
        town.hub.close()
        town.open()
        town.run()
    assert town.verdicts() == [WAITS, *APPROVED]
    assert len(town.delivered()) == len(town.financed()) == 1


LOST = {"content": None, "file": "aa/lost"}


@pytest.mark.parametrize("damage", ["original-lost", "written-by-another"])
def test_a_bill_that_cannot_be_judged_again(market: Open, damage: str) -> None:
    """An operator hears of it once; the others go on, and it goes on when it is replayed."""
    town = market(rules="opus", order_hours=24, receipts=False)
    bad = town.send(bill("NOR-1", "ODE-1"), "bad.xml")
    town.send(bill("NOR-2", "ODE-2"), "good.xml")
    database = town.hub.store.database
    table, key, changes = (
        (blob, select(interchange.c.blob).where(interchange.c.id == bad), LOST)
        if damage == "original-lost"
        else (paper, select(paper.c.document).where(paper.c.interchange == bad), {"content": b"?"})
    )
    whose = next(iter(table.primary_key)) == key.scalar_subquery()
    with database.write() as connection:
        kept = connection.execute(select(table).where(whose)).mappings().one()
        connection.execute(update(table).where(whose).values(**changes))
    town.hand_in(order("ODE-1"))
    town.hand_in(order("ODE-2"))
    town.run()
    assert town.delivered() == ["good.xml"]

    def stuck() -> list[tuple[str, str]]:
        rows = town.hub.archive.parked()
        return [(one["interchange"], one["reason"]) for one in rows if one["what"] == "bill"]

    reason = "content-gone" if damage == "original-lost" else "defect"
    town.wait(HOUR)
    assert stuck() == [(bad, reason)]
    assert town.hub.archive.gauges()["parked"]["bill"] == 1
    events = [one["event"] for one in town.hub.archive.trace(bad)]
    assert events.count("bill-parked") == 1

    with database.write() as connection:
        connection.execute(update(table).where(whose).values(**{key: kept[key] for key in changes}))
    town.hub.replay(bad)
    town.run()
    assert sorted(town.delivered()) == ["bad.xml", "good.xml"]
    assert town.hub.archive.parked() == []
    assert town.verdicts() == APPROVED * 2


def test_side_by_side(market: Open) -> None:
    """Taken up in one batch, two bills for the same goods are not both approved."""
    town = market(rules="opus")
    town.send(order())
    town.send(receipt())
    town.hand_in(bill())
    town.hand_in(bill("NOR-5002"))
    town.run()
    assert sorted(town.verdicts()) == [*APPROVED, ("manual", ["MAT-07"])]
    assert len(town.financed()) == 1


DEVIATIONS = {
    "none": bill("B-0", "P-0"),
    "MAT-01": bill("B-1", None),
    "MAT-02": bill("B-2", "P-UNKNOWN"),
    "MAT-03": collective("B-3", "P-31", "P-32"),
    "MAT-04": bill("B-4", "P-4", quantity="5", net="95.00"),
    "MAT-05": bill("B-5", "P-5").replace("NOR-1001", "NOR-9999"),
    "MAT-06": bill("B-6", "P-6").replace('unitCode="BX"', 'unitCode="EA"'),
    "MAT-07": bill("B-7", "P-7", quantity="10", net="190.00"),
    "MAT-08": bill("B-8", "P-8"),
    "MAT-09": bill("B-9", "P-9", price="19.01", net="171.09"),
    "MAT-11": bill("B-0", "P-11").replace("2026-03-02", "2026-03-03"),
}
ORDERED = ["P-0", "P-31", "P-32", *(f"P-{number}" for number in (4, 5, 6, 7, 8, 9, 11))]
NOT_RECEIVED = "P-8"
FITS, REFUSED, BY_HAND = "auto_approved", "refused", "manual"
USUAL = dict.fromkeys(DEVIATIONS, BY_HAND) | {
    "none": FITS,
    "MAT-08": "awaiting_receipt",
    "MAT-11": REFUSED,
}
COLUMNS: dict[str | None, dict[str, str]] = {
    "prisme": USUAL | {"MAT-03": REFUSED, "MAT-04": REFUSED},
    "truetrade": dict.fromkeys(DEVIATIONS, REFUSED)
    | {"none": FITS, "MAT-03": FITS, "MAT-04": FITS, "MAT-08": "awaiting_receipt"},
    "opus": USUAL,
    "digiinkoop": USUAL | {"MAT-03": FITS, "MAT-04": FITS},
    None: USUAL | {"MAT-04": FITS},
}


@pytest.mark.parametrize(
    ("market", "column"),
    [*(("sqlite", column) for column in COLUMNS), ("postgresql", "truetrade")],
    indirect=["market"],
)
def test_each_deviation(market: Open, column: str | None) -> None:
    """Every kind of deviation gets the verdict of the customer's column, by its own rule."""
    town = market() if column is None else market(rules=column)
    for number in ORDERED:
        town.hand_in(order(number))
        if number != NOT_RECEIVED:
            town.hand_in(receipt(number=f"R-{number}", for_order=number))
    town.run()
    names = {}
    for rule, text in DEVIATIONS.items():
        names[town.hand_in(text, f"{rule}.xml")] = rule
    town.run()
    found = {}
    for one in town.reports():
        (interchange,) = town.hub.archive.search(one["document"], 1)
        rule = names[interchange["id"]]
        found[rule] = one["verdict"]
        rules = {each["rule"] for each in one["differences"]}
        assert rule in rules or one["verdict"] == FITS, (rule, one)
    assert found == COLUMNS[column]
    refused = {rule for rule, verdict in found.items() if verdict == REFUSED}
    assert set(town.delivered()) == {f"{rule}.xml" for rule in DEVIATIONS.keys() - refused}
    answered = {one["file"]: one["documents"][0]["outcome"] for one in town.answers()}
    assert {name for name, outcome in answered.items() if outcome == "rejected"} == {
        f"{rule}.xml" for rule in refused
    }
