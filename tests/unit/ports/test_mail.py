"""Mailing documents to mailboxes that behave and that do not."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from hub.errors import ConfigurationError, PortRefused, PortUnavailable
from hub.formats.payload import Payload
from hub.model.sentence import Language
from hub.pipeline.enclosure import ENCLOSURE, Enclosure
from hub.ports.letter import Letter
from hub.ports.mail import MailPort
from hub.ports.mailserver import MailServer
from tests.contract.consignments import ID, consignment
from tests.peers.customer import CERTIFICATES
from tests.peers.mailbox import Mailbox
from tests.world import FakeClock


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server."""
    with closing(Mailbox()) as opened:
        yield opened


def mail(
    url: str, *, subject: str | None = None, language: Language = "en", **settings: Any
) -> MailPort:
    """A port over it."""
    to = "in@north.example"
    letter = Letter("hub@hub.example", to, FakeClock(), subject=subject, language=language)
    trust = ssl.create_default_context(cafile=CERTIFICATES / "localhost.pem")
    given = {"timeout": 5.0, "context": trust, **settings}
    return MailPort(MailServer.parse(url), letter, **given)


def test_document_is_attached(mailbox: Mailbox) -> None:
    """The mail says what it is, in the port's language, with the document as it is."""
    port = mail(mailbox.url, subject="Katalog", language="da")
    receipt = port.send(consignment(b"<a>\n\r\n.\r\n\xe6</a>", name="præmie.xml"))
    port.flush()
    assert (receipt.where, receipt.id) == ("mailto:in@north.example", "queued as 4711")
    got = mailbox.mails[0]
    assert (got["From"], got["To"]) == ("hub@hub.example", "in@north.example")
    assert got["Subject"] == "Katalog: præmie.xml"
    assert got["Message-ID"] == f"<{ID}@hub.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Date"] == "Mon, 02 Mar 2026 09:00:00 +0000"
    body = got.get_body()
    assert body is not None
    assert "Vedhæftet: præmie.xml" in body.get_content()
    attached = next(got.iter_attachments())
    assert attached.get_content_type() == "application/xml"
    assert attached.get_filename() == "præmie.xml"
    assert attached.get_payload(decode=True) == b"<a>\n\r\n.\r\n\xe6</a>"


def test_any_type_stays_as_it_is(mailbox: Mailbox) -> None:
    """Text, odd and impossible types change no byte."""
    content = b"a;b\n\xe6\r\n\r"
    for given, shown in {
        "text/csv; charset=latin-1": "text/csv",
        "message/rfc822": "application/octet-stream",
        "a b/c\r\nX: y": "application/octet-stream",
    }.items():
        mail(mailbox.url).send(consignment(content, media_type=given))
        attached = next(mailbox.mails[-1].iter_attachments())
        assert attached.get_content_type() == shown
        assert attached.get_payload(decode=True) == content


def test_answer_can_be_read(mailbox: Mailbox) -> None:
    """An answer to a sender has its text in the mail and the report attached."""
    answer = consignment(
        b"{}",
        kind="answer",
        name="a.xml.report.json",
        companion=Payload.of_bytes(b"Dokument 1: afvist", "t"),
    )
    mail(mailbox.url, subject="Katalog", language="nl").send(answer)
    got = mailbox.mails[0]
    assert got["Subject"] == "Antwoord op uw document: a.xml.report.json"
    body = got.get_body()
    assert body is not None
    assert body.get_content().startswith("Dokument 1: afvist")


def test_nothing_gets_into_the_head(mailbox: Mailbox) -> None:
    """Names and subjects with line breaks make no header and no second receiver."""
    evil = "a\r\nBcc: other@evil.example\r\n\r\nx.xml"
    mail(mailbox.url, subject="S\r\nCc: evil@evil.example").send(consignment(name=evil))
    got = mailbox.mails[0]
    assert (got["Bcc"], got["Cc"]) == (None, None)
    assert got["Subject"].startswith("S Cc: evil@evil.example: a__Bcc")
    assert got.get_all("To") == ["in@north.example"]
    for wrong in ("a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "nobody"):
        with pytest.raises((ValueError, IndexError)):
            Letter("hub@hub.example", wrong, FakeClock(), subject=None, language="en")


LATER = {
    "MAIL": ("451 try later", "550 who are you"),
    "RCPT": ("450 greylisted, come again", "421 too busy"),
    "DATA": ("452 no room",),
}
NEVER = {
    "MAIL": ("552 too much",),
    "RCPT": ("550 no such mailbox", "553 not here"),
    "DATA": ("554 looks like spam", "552 too much"),
}


def test_temporary_answers(mailbox: Mailbox) -> None:
    """Greylisting and a full server are tried again; so is a sender that is not set up."""
    for command, answers in LATER.items():
        for words in answers:
            mailbox.answers = {command: words}
            with pytest.raises(PortUnavailable, match=words[:3]):
                mail(mailbox.url).send(consignment())
    mailbox.answers = {}
    mail(mailbox.url).send(consignment(attempt=2))
    assert len(mailbox.mails) == 1


def test_final_answers(mailbox: Mailbox) -> None:
    """A mailbox that does not exist, or does not want the mail, ends the delivery."""
    for command, answers in NEVER.items():
        for words in answers:
            mailbox.answers = {command: words}
            with pytest.raises(PortRefused, match=words):
                mail(mailbox.url).send(consignment())


def test_lost_answer_is_repeated_under_the_same_id(mailbox: Mailbox) -> None:
    """When the answer after the mail is lost it goes again, and can be recognised."""
    mailbox.drop_after_data = True
    with pytest.raises(PortUnavailable):
        mail(mailbox.url).send(consignment())
    mailbox.drop_after_data = False
    mail(mailbox.url).send(consignment(attempt=2))
    assert [one["Message-ID"] for one in mailbox.mails] == [f"<{ID}@hub.example>"] * 2


def test_too_large_is_refused_with_a_sentence(mailbox: Mailbox) -> None:
    """What no mailbox takes is not sent; neither is what this server says it does not take."""
    with pytest.raises(PortRefused, match="agree on another port"):
        mail(mailbox.url, largest=1 << 20).send(consignment(b"x" * ((1 << 20) + 1)))
    with closing(Mailbox(size=1 << 20)) as small, pytest.raises(PortRefused, match="552"):
        mail(small.url).send(consignment(b"x" * (1 << 20)))


def test_encryption_is_demanded() -> None:
    """Mail to another machine is encrypted at once or by STARTTLS, and certificates checked."""
    for kind in ("smtps", "starttls"):
        with closing(Mailbox(encrypted=kind)) as mailbox:
            scheme = "smtps" if kind == "smtps" else "smtp"
            server = MailServer.parse(f"{scheme}://u:right%20horse@{mailbox.address}")
            server = MailServer(
                "localhost", server.port, server.at_once, kind == "starttls", "u", "right horse"
            )
            letter = Letter("h@h.example", "i@i.example", FakeClock(), subject=None, language="en")
            trust = ssl.create_default_context(cafile=CERTIFICATES / "localhost.pem")
            MailPort(server, letter, context=trust).send(consignment())
            assert mailbox.secure == [True]
            with pytest.raises(PortUnavailable, match=r"(?i)certificate"):
                MailPort(server, letter).send(consignment())
    with closing(Mailbox()) as plain:
        port = int(plain.address.rpartition(":")[2])
        demanding = MailServer("localhost", port, at_once=False, starttls=True)
        letter = Letter("h@h.example", "i@i.example", FakeClock(), subject=None, language="en")
        with pytest.raises(PortUnavailable, match="STARTTLS"):
            MailPort(demanding, letter).send(consignment())
        assert plain.mails == []


def test_wrong_password_is_unavailable(mailbox: Mailbox) -> None:
    """A wrong password is the hub's own trouble, and no document's."""
    with pytest.raises(PortUnavailable, match="535"):
        mail(f"smtp://u:wrong@{mailbox.address}").send(consignment())


def test_nobody_there_is_unavailable(mailbox: Mailbox) -> None:
    """A server that is gone is tried again."""
    mailbox.close()
    with pytest.raises(PortUnavailable, match="refused"):
        mail(mailbox.url).send(consignment())


def test_time_is_limited() -> None:
    """A server that greets without end is given up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            line, _ = listener.accept()
            with line:
                try:
                    while True:
                        line.sendall(b"220-hello\r\n")
                        time.sleep(0.02)
                except OSError:
                    return

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(PortUnavailable, match="longer than"):
            mail(f"smtp://127.0.0.1:{listener.getsockname()[1]}", timeout=0.3).send(consignment())
        thread.join()


def test_server_addresses() -> None:
    """Addresses are read with their defaults; what is none is refused without its password."""
    assert MailServer.parse("smtps://mail.example").port == 465
    other = MailServer.parse("smtp://u%40x:p%2Fw@mail.example:587")
    assert (other.user, other.password, other.starttls) == ("u@x", "p/w", True)
    assert not MailServer.parse("smtp://mail.example?tls=no").starttls
    assert not MailServer.parse("smtp://127.0.0.1").starttls
    assert "p/w" not in repr(other)
    for wrong in ("http://x", "smtp://", "smtp://u:hidden@x:99999", "smtp://x?tls=maybe"):
        with pytest.raises(ConfigurationError) as caught:
            MailServer.parse(wrong)
        assert "hidden" not in str(caught.value)


def test_a_document_for_people_comes_with_its_pdf(mailbox: Mailbox) -> None:
    """The mail says what the document is; both files have its number, whatever that holds."""
    enclosed = Enclosure("PO/7\r\nBcc: x", "Indkøbsordre 7 fra Havneby", "Nummer: 7\n", b"%PDF-")
    beside = Payload.of_bytes(enclosed.encode(), "enclosure.json", ENCLOSURE)
    mail(mailbox.url).send(consignment(b"<o/>", name="a.xml", companion=beside))
    got = mailbox.mails[0]
    assert got["Subject"] == "Indkøbsordre 7 fra Havneby"
    assert got["X-Hub-Trace-Id"] == "11111111-2222-3333-4444-555555555555"
    assert "PO/7" in got["X-Hub-Order-Id"]
    assert got["Bcc"] is None
    body = got.get_body()
    assert body is not None
    assert body.get_content().startswith("Nummer: 7")
    xml, pdf = got.iter_attachments()
    assert (xml.get_content_type(), pdf.get_content_type()) == (
        "application/xml",
        "application/pdf",
    )
    assert xml.get_payload(decode=True) == b"<o/>"
    assert pdf.get_payload(decode=True) == b"%PDF-"
    names = (xml.get_filename() or "", pdf.get_filename() or "")
    assert names[0].endswith(".xml")
    assert names[1] == f"{names[0].removesuffix('.xml')}.pdf"
