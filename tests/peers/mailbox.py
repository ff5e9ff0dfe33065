"""A mail server in this process that can be as bad as real ones are."""

import asyncio
import ssl
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.peers.customer import CERTIFICATES


class Mailbox:
    """Takes mails; ``answers`` says what it answers to which command instead of taking it."""

    def __init__(self, *, encrypted: str | None = None, size: int = 40 << 20) -> None:
        self.answers: dict[str, str] = {}
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.secure: list[bool] = []
        self.drop_after_data = False
        context = None
        if encrypted is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATES / "localhost.pem")
        settings: dict[str, Any] = {"data_size_limit": size, "authenticator": _authenticate}
        if encrypted == "starttls":
            settings |= {"tls_context": context, "require_starttls": True}
        else:
            settings["auth_require_tls"] = False
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(
            self._loop.create_server(
                lambda: SMTP(self, loop=self._loop, **settings),
                "127.0.0.1",
                0,
                ssl=context if encrypted == "smtps" else None,
            )
        )
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        scheme = "smtps" if encrypted == "smtps" else "smtp"
        self.address = f"localhost:{self._server.sockets[0].getsockname()[1]}"
        self.url = f"{scheme}://{self.address}"

    def close(self) -> None:
        """End it, and every conversation."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # connections that ended are closed by the loop's next round

    async def handle_MAIL(  # noqa: N802 - the name that is looked for
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to the sender's address."""
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802 - the name that is looked for
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to the receiver's address."""
        del options
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name that is looked for
        self, server: SMTP, _: Session, envelope: Envelope
    ) -> str:
        """Take a mail."""
        if "DATA" in self.answers:
            return self.answers["DATA"]
        content = cast(bytes, envelope.content)
        self.raw.append(content)
        self.mails.append(cast(EmailMessage, message_from_bytes(content, policy=default)))
        self.secure.append(cast(Any, server).transport.get_extra_info("sslcontext") is not None)
        if self.drop_after_data:
            cast(Any, server).transport.abort()
        return "250 queued as 4711"


def _authenticate(_: SMTP, __: Session, ___: Envelope, ____: str, given: object) -> AuthResult:
    right = isinstance(given, LoginPassword) and given.password == b"right horse"
    return AuthResult(success=right, handled=False)
