"""Whole purchases between a party that speaks only Peppol and one that speaks only OIOUBL."""

from contextlib import closing
from pathlib import Path

import pytest

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.resources import resource
from tests.e2e.businesscases import business_cases
from tests.e2e.conversing import Said, Talk, read_document
from tests.e2e.installation import EXAMPLES as INSTALLED
from tests.peers.mailbox import Mailbox

WAYS = {
    "supplier in Peppol": {"shop": "peppol", "town": "oioubl"},
    "municipality in Peppol": {"shop": "oioubl", "town": "peppol"},
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Toolbox:
    """All formats of the project, loaded once."""
    return Toolbox(Settings(tmp_path_factory.mktemp("loaded"), INSTALLED / "config", schemas_home))


def said_whole(folder: Path, loaded: Toolbox, way: str, steps: list[Said]) -> list[str]:
    """Let a purchase be said; returns the kinds that went to people, the others to systems.

    Everything was accepted and delivered, once, as one talk; people get the document as it came,
    with a page to read.
    """
    with closing(Mailbox()) as mailbox:
        talk = Talk(folder, loaded, mailbox.url, WAYS[way])
        talk.run(steps)
        ended = talk.ended()
    assert [one["documents"][0]["outcome"] for one in ended] == ["accepted"] * len(steps), [
        (one["name"], one["documents"][0]["reason"]) for one in ended
    ]
    outputs = [way for one in ended for way in one["deliveries"] if way["kind"] == "output"]
    assert len(outputs) == len(steps)
    assert {way["state"] for way in outputs} == {"delivered"}
    (order,) = {*(one.number for one in steps if one.kind == "order")} or {*steps[0].orders}
    (conversation,) = talk.conversations(order)
    assert conversation["parties"] == ["shop", "town"]
    told = conversation["documents"]
    assert [one["number"] for one in told] == [one.number for one in steps]
    ways = [(one["kind"], way) for one in told for way in one["routes"]]
    assert len(ways) == len(steps)
    by_mail = [(kind, way) for kind, way in ways if way["port"].endswith(".people")]
    assert all(way["unchanged"] for _, way in by_mail)
    assert not any(way["unchanged"] for _, way in ways if not way["port"].endswith(".people"))
    assert len(mailbox.mails) == len(by_mail)
    for mail in mailbox.mails:
        kinds = [part.get_content_type() for part in mail.iter_attachments()]
        assert kinds == ["application/xml", "application/pdf"]
    return [kind for kind, _ in by_mail]


BY_MAIL = {"BASPRO_04_01_08": ["reminder"]}
"""Steps of a case that the other side's format has no word for; all others reach its system."""


@pytest.mark.parametrize("way", WAYS)
def test_real_sequences(corpus: Path, loaded: Toolbox, tmp_path: Path, way: str) -> None:
    """No step of a real purchase is lost on its way from one format to the other."""
    cases = business_cases(corpus, loaded.formats, tmp_path)
    mailed = {
        case: said_whole(tmp_path / case, loaded, way, steps) for case, steps in cases.items()
    }
    assert {case: kinds for case, kinds in mailed.items() if kinds} == BY_MAIL


EXAMPLES = resource("mappings") / "oioubl" / "examples"
PURCHASES = {
    "billed": (
        *("order", "order-response-simple", "order-change", "order-response", "invoice"),
        *("application-response", "credit-note", "reminder"),
    ),
    "cancelled": ("order", "order-response-simple", "order-cancellation"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("purchase", "mailed"), [("billed", ["reminder"]), ("cancelled", [])])
def test_a_made_up_purchase(
    loaded: Toolbox, tmp_path: Path, way: str, purchase: str, mailed: list[str]
) -> None:
    """From order to reminder; what a format has no word for is mailed to people (DIG-08)."""
    steps = [
        read_document(loaded.formats, EXAMPLES / kind / "input.xml") for kind in PURCHASES[purchase]
    ]
    assert said_whole(tmp_path, loaded, way, steps) == mailed
