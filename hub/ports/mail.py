"""A port that sends documents by mail."""

import smtplib
import ssl
from typing import NoReturn

from hub.errors import PortRefused, PortUnavailable, StoreUnavailable
from hub.pipeline.protocols import Consignment, Receipt
from hub.ports.deadline import Deadline
from hub.ports.letter import Letter
from hub.ports.mailserver import MailServer
from hub.ports.replies import printable

__all__ = ["LARGEST", "MailPort"]

LARGEST = 15 << 20
"""Bytes of a document that most mailboxes still take: encoding makes a third more of it."""

QUOTED = 300
OK = 250
REFUSED = 500
TOO_LARGE = 552


class MailPort:
    """Sends each document as an attachment, one mail and one recipient at a time.

    The mail server's word ends the delivery: whether a mailbox shows the mail nobody can
    know. When that word is lost the mail goes out again under the same message id.

    Args:
        server: whom mails are handed to.
        letter: writes them.
        largest: bytes of a document that are still sent.
        timeout: seconds that one mail may take in all.
        context: whom to trust; the machine's authorities when it is None.
    """

    def __init__(
        self,
        server: MailServer,
        letter: Letter,
        *,
        largest: int = LARGEST,
        timeout: float = 60.0,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._server = server
        self._letter = letter
        self._largest = largest
        self._timeout = timeout
        self._context = context or ssl.create_default_context()

    def send(self, consignment: Consignment) -> Receipt:
        """Hand a mail over; raises ``PortUnavailable`` or ``PortRefused``."""
        beside = consignment.companion
        size = consignment.payload.size + (0 if beside is None else beside.size)
        if size > self._largest:
            raise PortRefused(
                f"{consignment.name} has {size / (1 << 20):.1f} MiB; mails of more than "
                f"{self._largest >> 20} MiB are not taken by mailboxes: agree on another port"
            )
        try:
            letter = self._letter.write(consignment)
        except OSError as error:
            raise StoreUnavailable(f"{consignment.name} cannot be read: {error}") from error
        deadline = Deadline(self._timeout)
        try:
            with deadline:
                said = self._handed(letter, deadline)
        except (OSError, smtplib.SMTPException) as error:
            late = f"took longer than {deadline.seconds:.0f} s" if deadline.passed else str(error)
            raise PortUnavailable(f"mail server {self._server.host}: {_shown(late)}") from error
        return Receipt(f"mailto:{self._letter.to}", _shown(said))

    def flush(self) -> None:
        """Do nothing: the mail server has it."""

    def _handed(self, letter: bytes, deadline: Deadline) -> str:
        server = self._server.connect(deadline, self._context)
        try:
            self._name(server, len(letter))
            try:
                code, answer = server.data(letter)
            except smtplib.SMTPDataError as error:
                code, answer = error.smtp_code, _bytes(error.smtp_error)
            if code != OK:
                self._turned_down("the mail", code, answer)
            return answer.decode("utf-8", "replace")
        finally:
            server.close()

    def _name(self, server: smtplib.SMTP, size: int) -> None:
        """Say from whom and to whom, and how much."""
        options = [f"SIZE={size}"] if server.has_extn("size") else []
        code, answer = server.mail(self._letter.sender, options)
        if code == TOO_LARGE:
            self._turned_down("the mail", code, answer)
        if code != OK:
            # The hub's own address is wrong: the next document would be refused as well.
            raise smtplib.SMTPSenderRefused(code, answer, self._letter.sender)
        code, answer = server.rcpt(self._letter.to)
        if code not in (OK, OK + 1):
            self._turned_down(self._letter.to, code, answer)

    def _turned_down(self, what: str, code: int, answer: bytes) -> NoReturn:
        words = _shown(answer.decode("utf-8", "replace"))
        said = f"{self._server.host} did not take {what}: {code} {words}"
        if code >= REFUSED:
            raise PortRefused(said)
        raise PortUnavailable(said)


def _bytes(said: str | bytes) -> bytes:
    return said if isinstance(said, bytes) else said.encode()


def _shown(said: str) -> str:
    return printable(said, QUOTED)
