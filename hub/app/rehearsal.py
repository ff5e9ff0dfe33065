"""What would become of a document, without storing, sending or remembering anything."""

import datetime as dt
from pathlib import Path

from hub.app.toolbox import Toolbox
from hub.errors import ConfigurationError
from hub.formats.payload import Payload
from hub.model.report import Report
from hub.pipeline.envelope import ClaimCheck, Envelope
from hub.pipeline.outcome import Processed
from hub.pipeline.party import Account
from hub.pipeline.process import process
from hub.pipeline.workbench import Workbench

__all__ = ["rehearse"]


def rehearse(
    tools: Toolbox,
    payload: Payload,
    receivers: tuple[str, ...],
    account: str | None,
    folder: Path,
) -> list[Processed]:
    """Send a document down the line for these receivers (all, when none is named).

    Raises ``ConfigurationError`` when a receiver is unknown, or when it does not show which
    account would send the document.
    """
    unknown = [key for key in receivers if tools.directory.party(key) is None]
    if unknown:
        raise ConfigurationError([f"--for {key}: no such party is configured" for key in unknown])
    sender = _account(tools, payload, account)
    envelope = Envelope(
        interchange="rehearsal",
        accept_number=0,
        account=sender.key,
        tenant="rehearsal",
        channel="desk",
        name=payload.name,
        accepted_at=dt.datetime.now(dt.UTC),
        payload=ClaimCheck("rehearsal", "rehearsal", payload.sha256, payload.size),
        ports=receivers,
    )
    bench = Workbench(tools.formats, tools.profiles, tools.directory, None, folder)
    return process(envelope, payload, bench)


def _account(tools: Toolbox, payload: Payload, named: str | None) -> Account:
    if named is not None:
        party = tools.directory.party(named)
        account = tools.directory.account(named)
        if account is None and party is not None and party.accounts:
            account = party.accounts[0]
        if account is None:
            raise ConfigurationError([f"--as {named}: no such account or party is configured"])
        return account
    report = Report(payload.name)
    found = tools.formats.identify(payload, report)
    documents = [] if found is None else found.reader.read(payload, report)
    for document in documents:
        for address in document.summary.sender:
            party = tools.directory.party_at(address)
            if party is not None and party.accounts:
                return party.accounts[0]
        break
    raise ConfigurationError(
        [f"{payload.name}: does not show which party sends it; say --as ACCOUNT"]
    )
