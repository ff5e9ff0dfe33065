"""What would become of a document, without storing, sending or remembering anything."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from hub.app.toolbox import Toolbox
from hub.config.remarks import nearest_name
from hub.errors import ConfigurationError
from hub.formats.payload import Payload
from hub.model.context import Agreement
from hub.model.identity import EndpointID, FormatId
from hub.model.report import Report, Witness
from hub.pipeline.envelope import DESK, ClaimCheck, Envelope
from hub.pipeline.outcome import Processed
from hub.pipeline.party import Account, Directory, Party, Port, Subscription
from hub.pipeline.process import process
from hub.pipeline.workbench import Workbench

__all__ = ["rehearse", "sending_account"]


def rehearse(  # noqa: PLR0913 - who, what, when, and what else is wanted
    tools: Toolbox,
    payload: Payload,
    receivers: tuple[str, ...],
    account: str | None,
    folder: Path,
    target: FormatId | None = None,
    *,
    witness: Witness | None = None,
    at: dt.datetime | None = None,
    weighs: bool = False,
) -> list[Processed]:
    """Send a document down the line for these receivers (all, when none is named).

    With ``target`` they get that format, by their own profile where they have one for it. A
    ``witness`` hears of every finding; ``at`` is when it would have been accepted, now when it
    is left out. With ``weighs`` what was written is read back and compared.
    Raises ``ConfigurationError`` when a receiver is unknown, or when it does not show which
    account would send the document.
    """
    directory: Directory = tools.directory
    for key in receivers:
        if directory.party(key) is None:
            raise ConfigurationError([f"--for {key}: {_unknown(key, tools)}"])
    sender = sending_account(tools, payload, account)
    envelope = Envelope(
        interchange="rehearsal",
        accept_number=0,
        account=sender.key,
        tenant="rehearsal",
        channel=DESK,
        name=payload.name,
        accepted_at=at or dt.datetime.now(dt.UTC),
        payload=ClaimCheck("rehearsal", "rehearsal", payload.sha256, payload.size),
        ports=receivers,
    )
    if target is not None:
        directory = _Wanting(directory, receivers, target)
    bench = Workbench(
        tools.formats,
        tools.profiles,
        directory,
        None,
        folder,
        tools.lookups,
        witness=witness,
        weighs=weighs,
    )
    return process(envelope, payload, bench)


def _unknown(written: str, tools: Toolbox) -> str:
    """Return that a party is not known, with the one that is meant, by its key or its name."""
    keys = {party.key: party.key for party in tools.directory.parties}
    names = {party.card.name.casefold(): party.key for party in tools.directory.parties}
    near = nearest_name(written, keys) or nearest_name(written.casefold(), names)
    meant = "; known" if near is None else f"; did you mean {(keys | names)[near]!r}? Known"
    return f"no such party is configured{meant} are {', '.join(sorted(keys)) or 'none'}"


class _Wanting:
    """The parties as they are, but that some want one format instead of their own."""

    def __init__(self, whole: Directory, parties: tuple[str, ...], target: FormatId) -> None:
        self._whole = whole
        self._parties = parties
        self._target = target

    @property
    def version(self) -> str:
        """The version of the whole."""
        return self._whole.version

    def account(self, key: str) -> Account | None:
        """Return an account by its key."""
        return self._whole.account(key)

    def party(self, key: str) -> Party | None:
        """Return a party by its key."""
        return self._wanting(self._whole.party(key))

    def party_at(self, endpoint: EndpointID) -> Party | None:
        """Return the party that an address belongs to."""
        return self._wanting(self._whole.party_at(endpoint))

    def agreements_of(self, seller: str) -> tuple[Agreement, ...]:
        """Return the agreements of a seller."""
        return self._whole.agreements_of(seller)

    def port(self, key: str) -> Port | None:
        """Return a port by its key."""
        return self._whole.port(key)

    def _wanting(self, party: Party | None) -> Party | None:
        if party is None or party.key not in self._parties:
            return party
        kind = self._target.document
        own = [one for one in party.subscriptions if one.format == self._target]
        if not own:
            if not party.ports:
                raise ConfigurationError([f"party {party.key}: has no port to receive by"])
            own = [Subscription(kind, party.ports[0].key, self._target)]
        # What it takes of one kind is asked for whatever the kind the document came as.
        return replace(
            party, subscriptions=(replace(own[0], kind="*", fallback=None, otherwise=None),)
        )


def sending_account(tools: Toolbox, payload: Payload, named: str | None) -> Account:
    """Return the account a document would be sent by: the one named, else its sender's own.

    Raises ``ConfigurationError`` when there is none.
    """
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
