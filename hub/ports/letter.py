"""A document as a mail: what it says, and the document attached as it is."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePosixPath

from hub.disk import safe_name
from hub.model.sentence import Language, Sentence
from hub.pipeline.enclosure import Enclosure
from hub.pipeline.protocols import Clock, Consignment
from hub.ports.enclosed import enclosed_with
from hub.ports.replies import printable

__all__ = ["Letter"]

LONGEST_SUBJECT = 150
_MEDIA_TYPE = re.compile(r"([a-z]{1,20})/([a-z0-9][a-z0-9.+-]{0,90})")
OCTETS = ("application", "octet-stream")
_SUBJECT = {
    "output": Sentence(en="Document", da="Dokument", nl="Document"),
    "answer": Sentence(
        en="Answer to your document",
        da="Svar på jeres dokument",
        nl="Antwoord op uw document",
    ),
}
_BODY = Sentence(
    en="""Attached: {name}
Size: {size} bytes
SHA-256: {sha256}
Reference: {id}
Order: {number}

A mail with a reference that you have received before is the same document once more.
This mail was sent by a program. Nobody reads answers to it.
""",
    da="""Vedhæftet: {name}
Størrelse: {size} byte
SHA-256: {sha256}
Reference: {id}
Rækkefølge: {number}

En mail med en reference, som I har modtaget før, er det samme dokument igen.
Denne mail er sendt af et program. Ingen læser svar på den.
""",
    nl="""Bijlage: {name}
Grootte: {size} bytes
SHA-256: {sha256}
Referentie: {id}
Volgorde: {number}

Een e-mail met een referentie die u al eerder hebt ontvangen, is hetzelfde document.
Deze e-mail is door een programma verzonden. Antwoorden worden niet gelezen.
""",
)


class Letter:
    """Writes the mails of one port.

    The message id is made of the document's id and is the same at every attempt, so that a
    mailbox can drop a repeat. ``Auto-Submitted`` keeps machines from answering.
    """

    def __init__(
        self, sender: str, to: str, clock: Clock, *, subject: str | None, language: Language
    ) -> None:
        # Parsed here, so that what is no address never becomes a header.
        self.sender = Address(addr_spec=sender).addr_spec
        self.to = Address(addr_spec=to).addr_spec
        self._domain = self.sender.rpartition("@")[2]
        self._clock = clock
        self._subject = subject
        self._language = language

    def write(self, consignment: Consignment) -> bytes:
        """Return the whole message, ready for the wire."""
        enclosed = enclosed_with(consignment)
        name = safe_name(consignment.name)
        if enclosed is not None and enclosed.number:
            name = safe_name(f"{enclosed.number}{PurePosixPath(name).suffix}")
        message = EmailMessage(policy=SMTP)
        message["From"] = self.sender
        message["To"] = self.to
        message["Subject"] = self._title(consignment, name, enclosed)
        message["Date"] = format_datetime(self._clock.now())
        message["Message-ID"] = f"<{consignment.id}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message["Hub-Reference"] = consignment.id
        message["Hub-Number"] = str(consignment.number)
        message["X-Hub-Trace-Id"] = consignment.interchange
        if enclosed is not None and enclosed.number:
            message["X-Hub-Order-Id"] = printable(enclosed.number, LONGEST_SUBJECT)
        words = self._words(consignment, name, enclosed)
        message.set_content(words, cte="quoted-printable")
        with consignment.payload.open() as stream:
            content = stream.read()
        main, sub = _type(consignment.media_type)
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
        if enclosed is not None and enclosed.pdf is not None:
            page = f"{PurePosixPath(name).stem}.pdf"
            message.add_attachment(
                enclosed.pdf, maintype="application", subtype="pdf", filename=page
            )
        return message.as_bytes()

    def _title(self, consignment: Consignment, name: str, enclosed: Enclosure | None) -> str:
        if enclosed is not None and self._subject is None:
            return printable(enclosed.subject, LONGEST_SUBJECT)
        kind = "output" if consignment.kind == "output" else "answer"
        own = self._subject if kind == "output" else None
        return printable(f"{own or _SUBJECT[kind].speak(self._language)}: {name}", LONGEST_SUBJECT)

    def _words(self, consignment: Consignment, name: str, enclosed: Enclosure | None) -> str:
        told = _BODY.speak(self._language).format(
            name=name,
            size=consignment.payload.size,
            sha256=consignment.payload.sha256,
            id=consignment.id,
            number=consignment.number,
        )
        if enclosed is not None:
            return f"{enclosed.text}\n--\n{told}"
        if consignment.companion is None:
            return told
        with consignment.companion.open() as stream:
            return f"{stream.read().decode('utf-8', 'replace')}\n--\n{told}"


def _type(media_type: str) -> tuple[str, str]:
    """Return the two parts of a type, or octets for what no attachment can be."""
    found = _MEDIA_TYPE.fullmatch(media_type.partition(";")[0].strip().lower())
    if found is None or found[1] in ("multipart", "message"):
        return OCTETS
    return found[1], found[2]
