"""Senders who want it are answered in their own standard; what receivers answer comes back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.documents import desk_context
from hub.formats.payload import Payload
from hub.pipeline.examination import examine
from tests.e2e.installation import EXAMPLES
from tests.e2e.marketplace import UBL, Marketplace, bill, order
from tests.interchanges import changed

MAPPINGS = EXAMPLES.parent / "mappings"
Open = Callable[..., Marketplace]
SIDES = (
    ("5790000000005", "5790099991024", ":14"),
    ("5790000000012", "5790000000005", ":14"),
    ("5790000000005", "5790099991024", "::9"),
    ("5790000000012", "5790000000005", "::9"),
)
"""Who answers whom in the example of an APERAK, and in the marketplace."""

NAMES = {"cbc": f"{UBL}:CommonBasicComponents-2", "cac": f"{UBL}:CommonAggregateComponents-2"}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Toolbox:
    """Formats, profiles and schemas, loaded once for all tests here."""
    return Toolbox(Settings(tmp_path_factory.mktemp("loaded"), EXAMPLES / "config", schemas_home))


@pytest.fixture
def town(tmp_path: Path, loaded: Toolbox) -> Iterator[Marketplace]:
    """A marketplace whose shop wants answers in its own standard."""
    made = Marketplace(tmp_path / "market", loaded, standard=True, rules="truetrade")
    yield made
    made.hub.close()


def answers(town: Marketplace) -> dict[str, Any]:
    """The answers on the shop's port by their names, each fit for its format's own rules."""
    found = {}
    for path in sorted((town.home / "out" / "nordlys" / "answers").glob("*.xml")):
        payload = Payload.of_file(path, path.name)
        (checked,) = examine(payload, town.tools.formats, desk_context())
        assert checked.report.valid, checked.report.describe("en")
        assert checked.source is not None
        found[path.name] = (str(checked.source.id), etree.parse(path))
    return found


def said(tree: Any, path: str) -> str:
    """The text of one element."""
    return str(tree.findtext(f".//{path}", namespaces=NAMES))


def peppol(number: str) -> str:
    """An invoice of the shop in Peppol's form."""
    text = (MAPPINGS / "peppol" / "examples" / "invoice" / "input.xml").read_text("utf-8")
    tree = etree.fromstring(text.encode())
    tree.find("cbc:ID", NAMES).text = number
    for side, gln in (("Supplier", "5790000000005"), ("Customer", "5790099991024")):
        endpoint = tree.find(f"cac:Accounting{side}Party/cac:Party/cbc:EndpointID", NAMES)
        endpoint.text = gln
        endpoint.set("schemeID", "0088")
    return str(etree.tostring(tree, encoding="unicode"))


def test_each_ending_has_its_code(town: Marketplace) -> None:
    """Taken, not usable, against a rule: profile and code of the answer say which."""
    town.send(order())
    town.send(bill("B-1"), "taken.xml")
    town.send(bill("B-2", "ODE-NONE"), "refused.xml")
    town.send(
        bill("B-3").replace("<cbc:IssueDate>", "<cbc:Nonsense/><cbc:IssueDate>", 1), "odd.xml"
    )
    found = answers(town)
    expected = {
        "taken.answer-1.xml": ("TechnicalAccept", "Procurement-TecRes-1.0", "B-1"),
        "refused.answer-1.xml": ("BusinessReject", "Procurement-BilSimR-1.0", "B-2"),
        "odd.answer-1.xml": ("TechnicalReject", "NONE", "B-3"),
    }
    assert found.keys() == expected.keys()
    for name, (code, profile, number) in expected.items():
        kind, tree = found[name]
        assert kind == "oioubl:application-response:2.02"
        assert said(tree, "cbc:ResponseCode") == code
        assert said(tree, "cbc:ProfileID") == profile
        assert said(tree, "cac:DocumentReference/cbc:ID") == number
        assert said(tree, "cac:SenderParty/cbc:EndpointID") == "5790099991024"
        assert said(tree, "cac:ReceiverParty/cbc:EndpointID") == "5790000000005"
    assert "MAT-02" in said(found["refused.answer-1.xml"][1], "cbc:Description")
    assert not list((town.home / "out" / "nordlys" / "answers").glob("*.json"))


def test_peppol_is_answered_in_peppol(town: Marketplace) -> None:
    """A message that cannot be used gets a message response, a refused invoice its own."""
    town.send(peppol("P-1"), "refused.xml", "nordlys")
    town.send(peppol("P-2").replace("IssueDate", "Nonsense"), "odd.xml", "nordlys")
    found = answers(town)
    kind, tree = found["refused.answer-1.xml"]
    assert (kind, said(tree, "cbc:ResponseCode")) == ("peppol:invoice-response:3", "RE")
    assert "MAT-01" in said(tree, "cbc:StatusReason")
    kind, tree = found["odd.answer-1.xml"]
    assert (kind, said(tree, "cbc:ResponseCode")) == ("peppol:message-level-response:3", "RE")


def interchange(*numbers: str) -> str:
    """Bills of the shop in one EDIFACT interchange, each message under a reference of its own."""
    path = MAPPINGS / "edifact" / "examples" / "invoice" / "input.edi"
    text = path.read_text("latin-1").encode("ascii", "replace").decode().replace("?A", "A")
    text = text.replace("5790000000005", "5790099991024").replace("5790000000012", "5790000000005")
    start, end = text.index("UNH+"), text.index("UNZ+")
    messages = [
        text[start:end]
        .replace("UNH+1+", f"UNH+M{place}+")
        .replace("UNT+41+1'", f"UNT+41+M{place}'")
        .replace("EX-1", number)
        for place, number in enumerate(numbers, start=1)
    ]
    return f"{text[:start]}{''.join(messages)}UNZ+{len(messages)}+1'"


def test_edifact_is_answered_in_edifact(town: Marketplace) -> None:
    """Each message gets an APERAK that says why, and their interchange a CONTRL."""
    first, second = "E-1", "E-2"
    text = interchange(first, second)
    place = text.rindex("MOA+66:75.00")
    town.send(f"{text[:place]}MOA+66:7x{text[place + 12 :]}", "bills.edi", "nordlys")
    found = {}
    for path in sorted((town.home / "out" / "nordlys" / "answers").iterdir()):
        payload = Payload.of_file(path, path.name)
        (checked,) = examine(payload, town.tools.formats, desk_context())
        assert checked.report.valid, checked.report.describe("en")
        assert not list(checked.report.losses)
        found[path.name] = path.read_text("latin-1")
    assert list(found) == ["bills.answer-1.edi", "bills.answer-2.edi", "bills.receipt.edi"]
    assert "UCI+1+5790000000012:14" not in found["bills.receipt.edi"]
    assert "UCI+1+5790000000005:14+5790099991024:14+7'" in found["bills.receipt.edi"]
    assert "UCM+M2+INVOIC:D:96A:UN+4+18'" in found["bills.receipt.edi"]
    refused = found["bills.answer-2.edi"]
    assert "BGM+313+" in refused
    assert f"RFF+ACW:M2'\nRFF+IV:{second}'\nDTM+171:20260105:102'" in refused
    assert "ERC+EDI-02'\nFTX+AAO+++[EDI-02] Meddelelse 2 (UNH M2, BGM E-2)?: segment 22" in refused
    assert f"RFF+ACW:M1'\nRFF+IV:{first}'" in found["bills.answer-1.edi"]


def test_what_waits_is_acknowledged_only(tmp_path: Path, loaded: Toolbox) -> None:
    """A bill for an order that nobody knows yet: no more than a receipt, and the report beside."""
    town = Marketplace(tmp_path / "m", loaded, standard=True, rules="truetrade", order_hours=48)
    reference = "<cac:OrderReference><cbc:ID>ODE-NONE</cbc:ID></cac:OrderReference>"
    named = "</cbc:BuyerReference>"
    for name in ("first.xml", "again.xml"):
        town.send(bill("B-1", "ODE-NONE"), name, "nordlys")
    town.send(peppol("P-1").replace(named, f"{named}{reference}"), "peppol.xml", "nordlys")
    found = answers(town)
    for name, format_id, code, word in (
        ("first", "oioubl:application-response:2.02", "TechnicalAccept", "holdt tilbage"),
        ("again", "oioubl:application-response:2.02", "TechnicalAccept", "allerede modtaget"),
        ("peppol", "peppol:message-level-response:3", "AB", "holdt tilbage"),
    ):
        kind, tree = found[f"{name}.answer-1.xml"]
        assert (kind, said(tree, "cbc:ResponseCode")) == (format_id, code)
        assert word in said(tree, "cbc:Description")
    told = [(one["file"], one["documents"][0]["outcome"]) for one in town.answers()]
    assert told == [
        ("first.xml", "accepted"),
        ("again.xml", "duplicate"),
        ("peppol.xml", "accepted"),
    ]
    town.hub.close()


def test_what_cannot_be_read_is_reported(town: Marketplace) -> None:
    """Without a sender in the document there is nobody to answer in a standard."""
    town.send("no document", "letter.txt", "nordlys")
    names = [path.name for path in (town.home / "out" / "nordlys" / "answers").iterdir()]
    assert names == ["letter.txt.report.json"]


def test_an_answer_comes_back(town: Marketplace) -> None:
    """What the buyer answers reaches the seller, and stands at the bill."""
    town.send(order())
    town.send(bill("B-1"), "bill.xml")
    text = (MAPPINGS / "oioubl" / "examples" / "application-response" / "input.xml").read_text(
        "utf-8"
    )
    sender, receiver = '"GLN" schemeAgencyID="9">5790000000005', '"DK:CVR">DK10000009'
    assert sender in text
    assert receiver in text
    assert "2025-12-30" in text
    text = text.replace("2025-12-30", "2026-03-02")
    answer = text.replace("PRØVE-F-1", "B-1").replace("DK99000007", "DK99000104")
    answer = answer.replace(receiver, '"GLN" schemeAgencyID="9">5790000000005', 1)
    answer = answer.replace(sender, '"GLN" schemeAgencyID="9">5790099991024', 1)
    town.send(answer, "answer.xml", "odense")
    delivered = town.home / "out" / "nordlys" / "documents" / "answer.xml"
    assert delivered.is_file()
    (told,) = [one for one in town.conversation() if one["kind"] == "invoice"]
    assert [way["reply"] for way in told["routes"]][:1] == ["rejected"]
    events = [one["event"] for one in town.hub.archive.trace(told["interchange"])]
    assert "replied" in events


def test_a_systems_answer_comes_back_in_the_sellers_words(tmp_path: Path, loaded: Toolbox) -> None:
    """An APERAK of the buyer reaches the seller as OIOUBL's answer, which approves nothing."""
    town = Marketplace(tmp_path / "m", loaded, rules="truetrade")
    town.hub.close()
    shop = tmp_path / "m" / "config" / "parties" / "nordlys.toml"
    wanted = '[[receives]]\nkind = "application-response"\nport = "documents"\n'
    wanted += 'format = "oioubl:application-response:2.1"\n\n[[receives]]\nkind = "*"'
    text = shop.read_text("utf-8")
    assert '[[receives]]\nkind = "*"' in text
    shop.write_text(text.replace('[[receives]]\nkind = "*"', wanted), "utf-8")
    town.open()
    town.send(order())
    town.send(bill("B-1"), "bill.xml")
    answer = changed(
        "application-response",
        ("FAKTURA-7", "B-1"),
        ("20260105", "20260302"),
        *((f"{gln}{end}", f"{other}{end}") for gln, other, end in SIDES),
    )
    town.send(answer.decode("latin-1"), "answer.edi", "odense")
    (delivered,) = (town.home / "out" / "nordlys" / "documents").glob("*")
    (checked,) = examine(Payload.of_file(delivered), town.tools.formats, desk_context())
    assert checked.report.valid, checked.report.describe("en")
    assert str(checked.source and checked.source.id) == "oioubl:application-response:2.1"
    tree = etree.parse(delivered)
    assert said(tree, "cbc:ResponseCode") == "TechnicalReject"
    assert said(tree, "cbc:Description") == "[K-17] Ordrenummeret kendes ikke"
    (told,) = [one for one in town.conversation() if one["kind"] == "invoice"]
    assert [way["reply"] for way in told["routes"]][:1] == ["rejected"]
    town.hub.close()
