"""An order of a buyer reaches a supplier who reads mail: as a PDF, with the order itself."""

import shutil
from contextlib import closing
from pathlib import Path

import pypdfium2

from tests.e2e.installation import EXAMPLES, Installation
from tests.peers.mailbox import Mailbox

ORDER = EXAMPLES / "documents" / "ordre-77120.xml"


def mailed(tmp_path: Path, url: str, schemas: Path, body: str) -> Installation:
    """The example hub, with the supplier's orders going out by mail."""
    config = tmp_path / "config"
    shutil.copytree(EXAMPLES / "config", config)
    party = config / "parties" / "nordlys.toml"
    folder = 'kind = "folder"\npath = "out/nordlys/orders"'
    port = f'kind = "mail"\nto = "ordre@nordlys.example"\nlanguage = "da"\nbody = "{body}"'
    text = party.read_text(encoding="utf-8")
    assert folder in text
    party.write_text(text.replace(folder, port), encoding="utf-8")
    settings = {"HUB_SMTP_URL": url, "HUB_MAIL_FROM": "hub@hub.example"}
    hub = Installation(tmp_path / "home", schemas, **settings)
    hub.environment["HUB_CONFIG"] = str(config)
    return hub


def test_an_order_arrives_as_pdf(tmp_path: Path, schemas_home: Path) -> None:
    """Subject, text, PDF and the buyer's own bytes are in one mail."""
    with closing(Mailbox()) as mailbox:
        hub = mailed(tmp_path, mailbox.url, schemas_home, "pdf")
        with hub.running():
            hub.drop("odense", ORDER, "ordre.xml")
            hub.until_ended("ordre.xml")
        (got,) = mailbox.mails
    assert got["Subject"] == "Indkøbsordre ODE-77120 fra Odense Kommune (eksempel)"
    assert got["X-Hub-Order-Id"] == "ODE-77120"
    text = got.get_body()
    assert text is not None
    for said in ("ODE-77120", "20. februar 2026", "Att. Skolens kontor", "Linjer: 1", "213,75 DKK"):
        assert said in text.get_content(), said
    xml, pdf = got.iter_attachments()
    assert (xml.get_filename(), pdf.get_filename()) == ("ODE-77120.xml", "ODE-77120.pdf")
    assert xml.get_payload(decode=True) == ORDER.read_bytes()
    page = pdf.get_payload(decode=True)
    assert isinstance(page, bytes)
    with pypdfium2.PdfDocument(page) as document:
        shown = document[0].get_textpage().get_text_range()
    assert "Blyanter HB" in shown
    assert "213,75 DKK" in shown


def test_an_order_arrives_as_xml(tmp_path: Path, schemas_home: Path) -> None:
    """Without a PDF the same words bring the order alone."""
    with closing(Mailbox()) as mailbox:
        hub = mailed(tmp_path, mailbox.url, schemas_home, "xml")
        with hub.running():
            hub.drop("odense", ORDER, "ordre.xml")
            hub.until_ended("ordre.xml")
        (got,) = mailbox.mails
    assert got["Subject"] == "Indkøbsordre ODE-77120 fra Odense Kommune (eksempel)"
    (xml,) = got.iter_attachments()
    assert xml.get_content_type() == "application/xml"
    assert xml.get_payload(decode=True) == ORDER.read_bytes()
