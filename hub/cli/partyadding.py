"""A new party: its files written, what changes shown, what the broker needs made."""

import os
from collections.abc import Iterable, Mapping

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.partychange import NOTHING_WRITTEN, bring, changes, remarks_on, say, show
from hub.cli.partywords import PartyWords, Reading, Secret, read_party
from hub.config.changing import create, tried
from hub.config.directory import ConfiguredDirectory, load_directory
from hub.config.folder import PARTIES
from hub.config.keys import NAME
from hub.config.remarks import Remark
from hub.errors import ConfigurationError

__all__ = ["add_party"]


def add_party(tools: Toolbox, words: PartyWords, *, dry_run: bool) -> None:
    """Write a new party's files and make what the broker needs for it.

    Raises ``ConfigurationError`` with every mistake; nothing has been written then.
    """
    settings = tools.settings
    reading = read_party(words)
    files = _files(reading, settings)
    with tried(settings.config, files) as (before, after):
        remarks = remarks_on(after, tools)
        _refuse_mistakes(reading, remarks)
        register = load_directory(after, settings.home)
        if settings.broker_url:
            _no_clash(register, settings)
        changes(before, after)
        if dry_run:
            _preview(files, reading.secrets)
        else:
            for secret in reading.secrets:
                _keep(secret, settings)
            for path in create(settings.config, files):
                say(f"written: {path}")
    for one in remarks:
        if one.file.rpartition("/")[2] in files:
            say(f"warning: {_about(one, words.key)}")
    if dry_run:
        _preview_broker(register, settings)
        say(NOTHING_WRITTEN)
        return
    show(reading.secrets)
    bring(register, settings, needed=_uses_queues(register, words.key))


def _files(reading: Reading, settings: Settings) -> Mapping[str, str]:
    """Return the new files; raises when they cannot even be tried."""
    mistakes = list(reading.mistakes)
    if not NAME.fullmatch(reading.party.key):
        raise ConfigurationError(mistakes)
    files = reading.party.files()
    for name, text in files.items():
        path = settings.config / PARTIES / name
        if path.exists():
            mistakes.append(f"{path}: is there already; edit it, or take another name")
        try:
            text.encode()
        except UnicodeEncodeError:
            mistakes.append("an option holds bytes that are no text")
    if len(mistakes) > len(reading.mistakes):
        raise ConfigurationError(mistakes)
    return files


def _refuse_mistakes(reading: Reading, remarks: Iterable[Remark]) -> None:
    told = (one for one in remarks if not one.warning and one.key not in reading.missing)
    mistakes = [*reading.mistakes, *(_about(one, reading.party.key) for one in told)]
    if mistakes:
        raise ConfigurationError(mistakes)


def _about(remark: Remark, party: str) -> str:
    """Return a remark by key; of the new party's file nobody knows the lines yet."""
    if remark.file.startswith(f"{PARTIES}/{party}."):
        return ": ".join(part for part in (party, remark.key, remark.sentence) if part)
    return str(remark)


def _preview(files: Mapping[str, str], secrets: Iterable[Secret]) -> None:
    """Show the files; what is made anew each time is not shown."""
    for name, text in files.items():
        shown = text
        for secret in secrets:
            shown = shown.replace(secret.kept or "\0", "(made when it is written)")
        say(f"{PARTIES}/{name}:")
        for line in shown.splitlines():
            say(f"    {line}")


def _keep(secret: Secret, settings: Settings) -> None:
    """Put a secret that the hub signs with into its file, which only the hub may read."""
    if secret.file is None:
        return
    path = settings.home / secret.file
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        told = f"{path}: is there already, perhaps of an earlier party; take it away"
        raise ConfigurationError([told]) from error
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secret.text + "\n")


def _uses_queues(register: ConfiguredDirectory, key: str) -> bool:
    party = register.party(key)
    if party is None:
        return False
    kinds = [one.kind for one in party.accounts] + [one.kind for one in party.ports]
    return "queue" in kinds


def _no_clash(register: ConfiguredDirectory, settings: Settings) -> None:
    from hub.cli.broker import topology_of  # noqa: PLC0415 - see opening.py

    topology_of(register, settings)


def _preview_broker(register: ConfiguredDirectory, settings: Settings) -> None:
    if not settings.broker_url:
        return
    from hub.cli.broker import compared, topology_of  # noqa: PLC0415 - see opening.py

    for one in compared(topology_of(register, settings), settings):
        say(f"broker: {one}")
