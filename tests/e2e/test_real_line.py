"""Real documents go down the real line, in the processes of ``hub run``."""

import hashlib
import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.installation import EXAMPLES, Installation

GOOD = EXAMPLES / "catalogues" / "fjordmad.xlsx"
DIRTY = EXAMPLES / "catalogues" / "nordlys-kontor-uredigeret.xlsx"
INVOICE = EXAMPLES / "documents" / "faktura-5001.xml"
ORDER = EXAMPLES / "documents" / "ordre-77120.xml"
LETTER = EXAMPLES / "documents" / "brev.txt"


def otherwise_packed(workbook: Path) -> bytes:
    """The same workbook in other bytes: its zip file has a comment."""
    data = io.BytesIO(workbook.read_bytes())
    with zipfile.ZipFile(data, "a") as box:
        box.comment = b"packed once more"
    return data.getvalue()


def write_slowly(installation: Installation) -> None:
    """Write an order with pauses, under its final name, as a careless sender does."""
    data = ORDER.read_bytes()
    folder = installation.home / "in" / "odense"
    folder.mkdir(parents=True)
    step = len(data) // 12 + 1
    with (folder / ORDER.name).open("wb", buffering=0) as target:
        for start in range(0, len(data), step):
            target.write(data[start : start + step])
            time.sleep(0.25)  # altogether longer than a file has to settle


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Installation:
    """An installation in which all of this has happened; its hub has stopped again."""
    made = Installation(tmp_path_factory.mktemp("hub"), schemas_home, HUB_SETTLE="2")
    with made.running() as hub:
        made.drop("nordlys", DIRTY, "dirty.xlsx")
        made.drop("fjordmad", GOOD, "good.xlsx")
        made.drop("nordlys", INVOICE, INVOICE.name)
        made.drop("fjordmad", INVOICE, "stranger.xml")
        made.drop("nordlys", LETTER, LETTER.name)
        unknown = INVOICE.read_bytes().replace(b"5790099991024", b"5790000009992")
        made.drop("nordlys", unknown.replace(b"NOR-5001", b"NOR-5002"), "nobody.xml")
        write_slowly(made)
        made.until_ended(
            *("dirty.xlsx", "good.xlsx", "stranger.xml", "nobody.xml"),
            *(INVOICE.name, LETTER.name, ORDER.name),
        )
        made.drop("fjordmad", GOOD, "again.xlsx")
        made.drop("fjordmad", otherwise_packed(GOOD), "conflict.xlsx")
        made.drop("nordlys", INVOICE.read_bytes() + b"<!-- -->\n", "conflict.xml")
        made.until_ended("again.xlsx", "conflict.xlsx", "conflict.xml")
    assert hub.returncode == 0
    return made


def returned(installation: Installation, account: str, verdict: str, name: str) -> dict[str, Any]:
    """The answer beside a file that came back, after a look at its readable twin."""
    folder = installation.home / "in" / account / verdict
    assert (folder / name).is_file(), sorted(path.name for path in folder.iterdir())
    report: dict[str, Any] = json.loads((folder / f"{name}.report.json").read_bytes())
    text = (folder / f"{name}.report.txt").read_text(encoding="utf-8")
    assert report["interchange"] in text
    assert report["sha256"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    return report


def test_nothing_is_left_lying(installation: Installation) -> None:
    """Every file came back to its sender once, with both reports, and no trouble is logged."""
    for account in ("nordlys", "fjordmad", "odense"):
        folder = installation.home / "in" / account
        assert [path.name for path in folder.iterdir() if path.is_file()] == []
        assert not list((folder / "taken").iterdir())
    assert len(installation.all()) == 10
    log = installation.log.read_text()
    assert "Traceback" not in log
    assert '"defect"' not in log
    assert installation.command("trace", "nordlys").returncode == 0


def test_good_catalogue_reaches_every_customer(installation: Installation) -> None:
    """Whoever has an agreement has the catalogue, in its own form, once."""
    report = returned(installation, "fjordmad", "done", "good.xlsx")
    (document,) = report["documents"]
    assert document["outcome"] == "accepted"
    whole = installation.called("good.xlsx")
    ways = whole["documents"][0]["routes"]
    routed = [way for way in ways if way["state"] == "routed"]
    assert len(routed) >= 5
    assert len({way["format"] for way in routed}) >= 2
    outputs = [one for one in whole["deliveries"] if one["kind"] == "output"]
    assert {one["port"] for one in outputs} == {way["port"] for way in routed}
    for one in outputs:
        assert (one["state"], one["attempts"]) == ("delivered", 1)
        assert Path(one["receipt"]["where"]).stat().st_size > 0


def test_dirty_catalogue_comes_back_with_its_mistakes(installation: Installation) -> None:
    """The sender is told row, column and what to do; no customer gets anything of it."""
    report = returned(installation, "nordlys", "rejected", "dirty.xlsx")
    (document,) = report["documents"]
    assert document["outcome"] == "rejected"
    findings = [one for layer in document["report"]["layers"] for one in layer["findings"]]
    for way in document["routes"]:
        findings += [one for layer in way["report"]["layers"] for one in layer["findings"]]
    assert len(findings) >= 10
    assert any(one["row"] and one["column"] for one in findings)
    whole = installation.called("dirty.xlsx")
    assert [one for one in whole["deliveries"] if one["kind"] == "output"] == []


def test_second_copy_is_a_duplicate(installation: Installation) -> None:
    """The same bytes again are answered with what the first ones became; nothing is resent."""
    report = returned(installation, "fjordmad", "done", "again.xlsx")
    (document,) = report["documents"]
    assert document["outcome"] == "duplicate"
    assert document["earlier"]["file"] == "good.xlsx"
    whole = installation.called("again.xlsx")
    assert [one for one in whole["deliveries"] if one["kind"] == "output"] == []


@pytest.mark.parametrize(
    ("account", "name", "first"),
    [("fjordmad", "conflict.xlsx", "good.xlsx"), ("nordlys", "conflict.xml", INVOICE.name)],
)
def test_changed_bytes_under_one_number_conflict(
    installation: Installation, account: str, name: str, first: str
) -> None:
    """A number that was used for other bytes is refused, and the first one named."""
    report = returned(installation, account, "rejected", name)
    (document,) = report["documents"]
    assert document["outcome"] == "conflict"
    assert document["earlier"]["file"] == first
    whole = installation.called(name)
    assert [one for one in whole["deliveries"] if one["kind"] == "output"] == []


def test_unknown_file_is_rejected(installation: Installation) -> None:
    """A file in no known format is answered, not parked."""
    report = returned(installation, "nordlys", "rejected", LETTER.name)
    (document,) = report["documents"]
    assert (document["outcome"], document["reason"]) == ("rejected", "FMT-01")


def test_invoice_passes_byte_for_byte(installation: Installation) -> None:
    """What its receiver takes as it is arrives as it was."""
    returned(installation, "nordlys", "done", INVOICE.name)
    delivered = installation.home / "out" / "odense" / "documents"
    assert installation.sent("odense", "documents") == [INVOICE.name]
    assert (delivered / INVOICE.name).read_bytes() == INVOICE.read_bytes()


def test_somebody_elses_invoice_is_refused(installation: Installation) -> None:
    """An account may not send in another party's name."""
    report = returned(installation, "fjordmad", "rejected", "stranger.xml")
    (document,) = report["documents"]
    assert (document["outcome"], document["reason"]) == ("rejected", "sender-not-authorised")


def test_growing_file_is_taken_whole(installation: Installation) -> None:
    """A file that is written with pauses is accepted once, when it is complete."""
    returned(installation, "odense", "done", ORDER.name)
    whole = installation.called(ORDER.name)
    assert whole["sha256"] == hashlib.sha256(ORDER.read_bytes()).hexdigest()
    assert installation.sent("nordlys", "orders") == [ORDER.name]


def test_trace_tells_every_step(installation: Installation) -> None:
    """Received, accepted, a route per customer, handed over, answered; by which versions."""
    whole = installation.called("good.xlsx")
    events = installation.events(whole["id"])
    names = [event["event"] for event in events]
    assert names[:2] == ["received", "accepted"]
    document = whole["documents"][0]
    assert names.count("route-routed") == sum(
        way["state"] == "routed" for way in document["routes"]
    )
    outputs = sum(one["kind"] == "output" for one in whole["deliveries"])
    assert names.count("delivered") == outputs
    versions = events[1]["details"]["versions"]
    kinds = {"codes", "configuration", "facts", "hub", "mappings", "program", "rules", "schemas"}
    assert set(versions) == kinds
    assert [one.partition(":")[0] for one in versions["schemas"].split()] == [
        "ubl-2.0",
        "ubl-2.1",
        "ubl-2.2",
    ]
    said = installation.command("trace", "good.xlsx")
    assert said.returncode == 0
    assert whole["id"] in said.stdout
    assert "delivered" in said.stdout


def test_parked_lists_what_nobody_takes(installation: Installation) -> None:
    """An invoice to a receiver that is not set up waits for an operator, and nothing else."""
    said = installation.command("parked", "--json")
    assert said.returncode == 0
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    assert [(row["what"], row["name"]) for row in rows] == [("document", "nobody.xml")]
    report = returned(installation, "nordlys", "rejected", "nobody.xml")
    assert report["documents"][0]["outcome"] == "unroutable"


def test_show_writes_out_every_form(installation: Installation) -> None:
    """The original as it came, an output as it went, and what the hub read, as JSON Lines."""
    whole = installation.called("good.xlsx")
    target = installation.home / "shown"
    said = installation.command("show", whole["id"], "--output", str(target))
    assert (said.returncode, target.read_bytes()) == (0, GOOD.read_bytes())
    output = next(one for one in whole["deliveries"] if one["kind"] == "output")
    words = ("show", output["id"], "--part", "output", "--output", str(target))
    assert installation.command(*words).returncode == 0
    assert target.read_bytes() == Path(output["receipt"]["where"]).read_bytes()
    said = installation.command("show", whole["id"], "--part", "canonical")
    assert said.returncode == 0
    head, *lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert (head["kind"], head["format"]) == ("catalogue", whole["documents"][0]["format"])
    assert head["header"]["id"]["value"] == whole["documents"][0]["number"]
    assert len(lines) >= max(way["lines"] for way in whole["documents"][0]["routes"])
    assert all(line["item"]["name"]["value"] for line in lines)


def test_show_tells_an_order_in_the_hubs_own_form(installation: Installation) -> None:
    """What passes through unchanged can be read in the form that all formats share."""
    whole = installation.called(ORDER.name)
    said = installation.command("show", whole["id"], "--part", "canonical")
    assert said.returncode == 0, said.stderr
    head, *lines = map(json.loads, said.stdout.splitlines())
    assert head["format"] == "oioubl:order:2.02"
    assert lines


def test_show_says_what_has_no_canonical_form(installation: Installation) -> None:
    """A document that could not be read has no form of the hub's own to show."""
    whole = installation.called(LETTER.name)
    said = installation.command("show", whole["id"], "--part", "canonical")
    assert (said.returncode, said.stdout) == (1, "")
    assert LETTER.name in said.stderr
