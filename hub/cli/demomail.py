"""The mail server of the demo: it takes every mail and keeps it to be looked at."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from hub.disk import safe_name

__all__ = ["Mail", "mail_server", "mails_in"]

STOPPED_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was taken: what it says and the files that came with it."""

    to: str
    subject: str
    words: str
    files: tuple[Path, ...]


class Keeper:
    """Puts each mail into a folder of its own: the mail as it came, and what is attached."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(  # noqa: N802 - the name that is looked for
        self, _: SMTP, __: Session, envelope: Envelope
    ) -> str:
        """Take a mail."""
        content = cast(bytes, envelope.content)
        mail = message_from_bytes(content, policy=default)
        # A mail that comes once more has its old name.
        place = self._folder / safe_name(str(mail["Message-ID"]).strip("<>"))
        place.mkdir(parents=True, exist_ok=True)
        for part in mail.iter_attachments():
            named = safe_name(part.get_filename() or "attachment")
            (place / named).write_bytes(cast(bytes, part.get_payload(decode=True)))
        (place / MAIL).write_bytes(content)
        return "250 kept"


MAIL = "mail.eml"


@contextmanager
def mail_server(folder: Path) -> Iterator[str]:
    """Run a mail server on a free port of this machine; yield its address for ``HUB_SMTP_URL``."""
    loop = asyncio.new_event_loop()
    keeper = Keeper(folder)
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(keeper, loop=loop), "127.0.0.1", 0)
    )
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(STOPPED_WITHIN)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)  # connections that ended are closed by the loop's next round


def mails_in(folder: Path) -> list[Mail]:
    """Return the mails that were taken, by their subject."""
    found = []
    for path in folder.glob(f"*/{MAIL}"):
        mail = message_from_bytes(path.read_bytes(), policy=default)
        body = mail.get_body(("plain",))
        files = sorted(one for one in path.parent.iterdir() if one.name != MAIL)
        found.append(
            Mail(
                str(mail["To"]),
                str(mail["Subject"]),
                "" if body is None else body.get_content(),
                tuple(files),
            )
        )
    return sorted(found, key=lambda one: one.subject)
