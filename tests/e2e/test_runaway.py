"""Documents that need too much, or kill whoever reads them, harm nobody else."""

import json
import signal
from pathlib import Path
from typing import Any

from tests.e2e.installation import EXAMPLES, Installation
from tests.e2e.servant import Servant

INVOICE = EXAMPLES / "documents" / "faktura-5001.xml"
ORDER = EXAMPLES / "documents" / "ordre-77120.xml"
CATALOGUE = EXAMPLES / "catalogues" / "nordlys-oioubl.xml"
SPARE = 40
"""MiB that a document may use here beyond what an ordinary one needs, programs included."""

CRASHING = '''"""Reads letters that begin with CRASH, and does not survive it."""

import os
import signal


def recognise(payload):
    """Return the kind of a letter."""
    if payload.head(5) == b"CRASH":
        os.kill(os.getpid(), signal.SIGSEGV)
    return None


def reader(target):
    """Never asked."""
    raise NotImplementedError
'''


def with_many_notes() -> bytes:
    """A valid invoice that takes some hundreds of megabytes as a tree."""
    place = b"<cbc:DocumentCurrencyCode"
    notes = b"<cbc:Note>n</cbc:Note>" * 400_000
    data = INVOICE.read_bytes().replace(b"NOR-5001", b"NOR-9001")
    return data.replace(place, notes + place, 1)


def with_many_lines() -> bytes:
    """A valid catalogue that is converted for many seconds, each item number used once."""
    data = CATALOGUE.read_bytes().replace(b"NOR-XML-", b"NOR-LONG-")
    start = data.index(b"<cac:CatalogueLine>")
    end = data.rindex(b"</cac:CatalogueLine>") + len(b"</cac:CatalogueLine>")
    copies = (data[start:end].replace(b"NOR-1", b"N%03d-1" % copy) for copy in range(600))
    return data[:start] + b"".join(copies) + data[end:]


def ordinary_need(home: Path, schemas: Path) -> int:
    """MiB of address space that a worker uses for ordinary documents, on this machine."""
    plain = Installation(home, schemas, HUB_SETTLE="0.2")
    plain.drop("nordlys", INVOICE, INVOICE.name)
    plain.drop("odense", ORDER, ORDER.name)
    with plain.running():
        plain.until_ended(INVOICE.name, ORDER.name)
        started = [json.loads(line) for line in plain.log.read_text().splitlines()]
        (worker,) = [
            one["process"]
            for one in started
            if one["event"] == "started" and one.get("roles") == ["worker@1"]
        ]
        status = Path(f"/proc/{worker}/status").read_text()
    return int(status.partition("VmPeak:")[2].split()[0]) >> 10


def answer(installation: Installation, account: str, verdict: str, name: str) -> dict[str, Any]:
    """What the sender of a file was told."""
    folder = installation.home / "in" / account / verdict
    told: dict[str, Any] = json.loads((folder / f"{name}.report.json").read_bytes())
    return told


def check_stopped(limited: Installation, data: bytes, resource: str) -> None:
    """Let a hub meet a document that needs too much, and look at it and its neighbours."""
    with limited.running():
        limited.drop("nordlys", data, "much.xml")
        limited.drop("nordlys", INVOICE, INVOICE.name)
        limited.drop("odense", ORDER, ORDER.name)
        limited.until_ended("much.xml", INVOICE.name, ORDER.name, seconds=120)
    told = answer(limited, "nordlys", "rejected", "much.xml")
    (document,) = told["documents"]
    assert (document["outcome"], document["reason"]) == ("rejected", "resource-limit")
    whole = limited.called("much.xml")
    stops = [e for e in limited.events(whole["id"]) if e["event"] == "stopped-at-limit"]
    assert [stop["details"]["resource"] for stop in stops] == [resource, resource]
    assert whole["attempts"] == 3
    assert answer(limited, "nordlys", "done", INVOICE.name)["verdict"] == "done"
    assert answer(limited, "odense", "done", ORDER.name)["verdict"] == "done"
    assert limited.sent("odense", "documents") == [INVOICE.name]
    assert limited.sent("nordlys", "orders") == [ORDER.name]
    with limited.store() as store:
        assert store.archive.parked() == []


def test_document_that_needs_too_much_memory(tmp_path: Path, schemas_home: Path) -> None:
    """After its second death at the memory limit it is rejected; its neighbours go their way."""
    need = str(ordinary_need(tmp_path / "plain", schemas_home) + SPARE)
    home = tmp_path / "hub"
    limited = Installation(home, schemas_home, HUB_SETTLE="0.2", HUB_DOCUMENT_MEMORY=need)
    check_stopped(limited, with_many_notes(), "memory")


def test_document_that_takes_too_long(tmp_path: Path, schemas_home: Path) -> None:
    """After its second death at the time limit it is rejected; its neighbours go their way."""
    limited = Installation(tmp_path, schemas_home, HUB_SETTLE="0.2", HUB_DOCUMENT_SECONDS="4")
    check_stopped(limited, with_many_lines(), "time")


def test_document_that_kills_its_reader(tmp_path: Path, schemas_home: Path) -> None:
    """Five deaths without a word park it; what came with it is handed over."""
    folder = tmp_path / "mappings" / "crashing"
    folder.mkdir(parents=True)
    (folder / "format.toml").write_text(
        'authority = "crashing"\ntitle = "Letters that kill"\n\n'
        '[[document]]\nkind = "order"\nversion = "1"\nread = true\nwrite = false\n'
    )
    (folder / "reader.py").write_text(CRASHING)
    home = tmp_path / "home"
    installation = Installation(home, schemas_home)
    installation.drop("nordlys", b"CRASH, please.\n", "crash.txt")
    installation.drop("nordlys", INVOICE, INVOICE.name)
    servant = Servant(tmp_path, schemas_home, HUB_MAPPINGS=str(folder.parent))
    ended = [servant.once(home) for _ in range(6)]
    servant.close()
    assert ended == [-signal.SIGSEGV] * 5 + [0]
    with installation.store() as store:
        (row,) = store.archive.parked()
    assert (row["what"], row["name"], row["reason"]) == ("interchange", "crash.txt", "worker-died")
    assert installation.sent("odense", "documents") == [INVOICE.name]
    assert installation.called(INVOICE.name)["state"] == "ended"
