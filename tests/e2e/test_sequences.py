"""Whole purchases between a party that speaks only Peppol and one that speaks only OIOUBL."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.resources import resource
from hub.xml.schemas import SchemaStore
from tests.e2e.conversing import Said, Talk, read_document
from tests.peers.mailbox import Mailbox

ORDER_OF_STEPS = (
    *("order", "order-response", "order-response-simple", "order-change", "order-cancellation"),
    *("invoice", "application-response", "credit-note", "reminder"),
)
WAYS = {
    "supplier in Peppol": {"shop": "peppol", "town": "oioubl"},
    "municipality in Peppol": {"shop": "oioubl", "town": "peppol"},
}
PURCHASES = ("ADVORD_04_04_00", "ADVORD_05_04_01")
"""The cases that are said here: an order that is changed and billed, and one that is cancelled."""


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """The mail server of both parties' people."""
    with closing(Mailbox()) as box:
        yield box


RIGHT = {"16356706": "10000009", "16356709": "10000017", "5798000417777": "5798000417779"}
"""Numbers of the cases whose check digit is wrong, which nobody can be configured with."""


def sequences(corpus: Path, formats: Formats, folder: Path) -> dict[str, list[Said]]:
    """Return the documents of each business case, in the order in which they are said."""
    cases: dict[str, list[Said]] = defaultdict(list)
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            case, _, _ = (
                row["file"].removeprefix("oioubl-2.02/").partition("_v2p2")[0].rpartition("_")
            )
            good = row["xsd"] == "ok" and row["fatal"] == "0"
            if row["file"].startswith("oioubl-2.02/") and case.count("_") == 3 and good:
                text = (corpus / row["file"]).read_text(encoding="utf-8-sig")
                for wrong, right in RIGHT.items():
                    text = text.replace(wrong, right)
                copy = folder / Path(row["file"]).name
                copy.write_text(text, encoding="utf-8")
                said = read_document(formats, copy)
                if said.kind in ORDER_OF_STEPS:
                    cases[case].append(said)
    for steps in cases.values():
        steps.sort(key=lambda one: (ORDER_OF_STEPS.index(one.kind), str(one.day), one.number))
    return {case: steps for case, steps in cases.items() if case in PURCHASES}


def judged(talk: Talk, mailbox: Mailbox, order: str) -> None:
    """Everything said was accepted and delivered, to a system or to people, as one talk."""
    ended = talk.ended()
    assert [one["documents"][0]["outcome"] for one in ended] == ["accepted"] * len(ended), [
        (one["name"], one["documents"][0]["reason"]) for one in ended
    ]
    outputs = [way for one in ended for way in one["deliveries"] if way["kind"] == "output"]
    assert len(outputs) == len(ended)
    assert {way["state"] for way in outputs} == {"delivered"}
    (conversation,) = talk.conversations(order)
    assert conversation["parties"] == ["shop", "town"]
    assert len(conversation["documents"]) == len(ended)
    by_mail = [
        way
        for one in conversation["documents"]
        for way in one["routes"]
        if way["port"].endswith(".people")
    ]
    assert all(way["unchanged"] for way in by_mail)
    assert len(mailbox.mails) == len(by_mail)
    for mail in mailbox.mails:
        kinds = [part.get_content_type() for part in mail.iter_attachments()]
        assert kinds == ["application/xml", "application/pdf"]


@pytest.mark.parametrize("way", WAYS)
def test_real_sequences(
    corpus: Path, schemas_home: Path, formats: Formats, tmp_path: Path, way: str
) -> None:
    """No step of a real purchase is lost on its way from one format to the other."""
    cases = sequences(corpus, formats, tmp_path)
    assert set(cases) == set(PURCHASES)
    for case, steps in cases.items():
        with closing(Mailbox()) as mailbox:
            talk = Talk(tmp_path / case, schemas_home, mailbox.url, WAYS[way])
            talk.run(formats, steps)
            judged(talk, mailbox, steps[0].number)


EXAMPLES = resource("mappings") / "oioubl" / "examples"
PURCHASE = (
    *("order", "order-response-simple", "order-change", "order-response", "invoice"),
    *("application-response", "credit-note", "reminder"),
)


@pytest.mark.parametrize(
    ("way", "mailed"),
    [("supplier in Peppol", ["reminder"]), ("municipality in Peppol", ["reminder"])],
)
def test_a_made_up_purchase(
    schemas_home: Path,
    formats: Formats,
    tmp_path: Path,
    mailbox: Mailbox,
    way: str,
    mailed: list[str],
) -> None:
    """From order to reminder; what a format has no word for is mailed to people (DIG-08)."""
    steps = [read_document(formats, EXAMPLES / kind / "input.xml") for kind in PURCHASE]
    talk = Talk(tmp_path, schemas_home, mailbox.url, WAYS[way])
    talk.run(formats, steps)
    judged(talk, mailbox, steps[0].number)
    (conversation,) = talk.conversations(steps[0].number)
    assert [
        one["kind"]
        for one in conversation["documents"]
        if one["routes"][0]["port"].endswith(".people")
    ] == mailed
    (mail,) = mailbox.mails
    assert "RYKKER-1" in str(mail["Subject"])
