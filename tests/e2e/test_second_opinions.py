"""With the switch on, publishers are asked about what comes in and about what the hub writes."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.app.bootstrap import open_hub
from hub.app.hub import Hub
from hub.app.settings import Settings
from hub.official.declaration import load_declarations
from hub.official.release import read_release
from hub.official.shelf import install
from hub.resources import resource
from hub.telemetry.logs import configure_logs
from tests.e2e.installation import EXAMPLES
from tests.e2e.marketplace import bill
from tests.publisher import release, rule, stylesheet

WANTS = """[[receives]]
kind = "invoice"
port = "documents"
format = "peppol:invoice:3"

# Everything else"""
RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="/*">
<assert id="BR-NEW" flag="fatal" test="false()">x</assert></rule></pattern></schema>"""
FAULTY = {"Invoice": stylesheet(rule("W-ASKED", "true()"))}


@pytest.fixture
def log() -> io.StringIO:
    """What the hub logs."""
    written = io.StringIO()
    configure_logs("test", written)
    return written


@pytest.fixture
def hub(tmp_path: Path, schemas_home: Path) -> Iterator[Hub]:
    """A hub whose town wants bills as Peppol has them; both publishers object to every bill."""
    schemas, config = tmp_path / "schemas", tmp_path / "config"
    schemas.mkdir()
    for one in schemas_home.iterdir():
        if (one / "maindoc").is_dir():
            (schemas / one.name).symlink_to(one)
    publishers = [resource("mappings") / "peppol", resource("mappings") / "oioubl"]
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("CEN-EN16931-UBL.sch", "PEPPOL-EN16931-UBL.sch"):
            archive.writestr(name, RULES)
    for path in (tmp_path / "a.zip", release(tmp_path / "b.zip", FAULTY)):
        install(schemas, read_release([path], load_declarations(publishers)))
    shutil.copytree(EXAMPLES / "config", config)
    town = config / "parties" / "odense.toml"
    text = town.read_text("utf-8")
    assert "# Everything else" in text
    town.write_text(text.replace("# Everything else", WANTS, 1), "utf-8")
    settings = Settings(tmp_path / "home", config, schemas, settle=0.0, second_opinion=True)
    opened = open_hub(settings)
    yield opened
    opened.close()


def said(log: io.StringIO) -> list[dict[str, Any]]:
    """The lines about second opinions."""
    lines = map(json.loads, log.getvalue().splitlines())
    return [line for line in lines if line["event"] == "second-opinion"]


def test_both_the_document_and_what_was_made_of_it_are_asked_about(
    hub: Hub, log: io.StringIO, tmp_path: Path
) -> None:
    """Each disagreement is told; the bill goes out all the same, for it changes no verdict."""
    path = tmp_path / "bill.xml"
    path.write_text(bill(for_order=None), encoding="utf-8")
    hub.submit(path, "nordlys")
    assert hub.run_until_idle()
    incoming, outgoing = said(log)
    assert (incoming["written"], incoming["only_publisher"]) == (None, ["W-ASKED"])
    assert (outgoing["written"], outgoing["only_publisher"]) == ("peppol:invoice:3", ["BR-NEW"])
    assert len(list((tmp_path / "home" / "out" / "odense" / "documents").glob("*.xml"))) == 1
