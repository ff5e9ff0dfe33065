"""New keys and passwords for accounts and ports."""

import tomllib
from collections.abc import Mapping
from typing import Any

from hub.app.toolbox import Toolbox
from hub.cli.partychange import NOTHING_WRITTEN, RESTART, bring, changes, remarks_on, say, show
from hub.cli.partywords import Secret
from hub.config.changing import replace, tried
from hub.config.credentials import Credential, api_key, broker_password
from hub.config.directory import ConfiguredDirectory, load_directory
from hub.config.editing import with_setting
from hub.config.folder import PARTIES
from hub.config.remarks import did_you_mean
from hub.errors import ConfigurationError
from hub.pipeline.party import Account, Port

__all__ = ["change_key"]

_ACTIVE = 2
"""Keys of one account or port at a time: the old one and the next."""


def change_key(tools: Toolbox, name: str, retire: str | None, *, dry_run: bool) -> None:
    """Give an account or port a new key or password, or take one of its keys away.

    Raises ``ConfigurationError`` when it has none, or two already.
    """
    settings = tools.settings
    register = tools.register
    way = _way(register, name)
    path = settings.config / PARTIES / f"{way.party}.toml"
    text = path.read_bytes().decode("utf-8-sig")
    table = "account" if isinstance(way, Account) else "port"
    place = _place(text, table, way)
    setting, value, secrets = _renewed(way, retire)
    changed = with_setting(text, table, place, setting, value)
    with tried(settings.config, {path.name: changed}) as (before, after):
        if mistakes := [str(one) for one in remarks_on(after, tools) if not one.warning]:
            raise ConfigurationError(mistakes)
        changes(before, after)
        register = load_directory(after, settings.home)
    if dry_run:
        say(NOTHING_WRITTEN)
        return
    replace(path, changed)
    say(f"written: {path}")
    show(secrets)
    if setting == "password_hash":
        bring(register, settings, needed=True)
    else:
        say(RESTART)


def _way(register: ConfiguredDirectory, name: str) -> Account | Port:
    way = register.account(name) or register.port(name)
    if way is None:
        known = [one.key for one in register.accounts] + [one.key for one in register.ports]
        told = f"there is no account or port {name!r}{did_you_mean(name, known)}"
        raise ConfigurationError([told])
    return way


def _place(text: str, table: str, way: Account | Port) -> int:
    """Return which entry of its table an account or port is."""
    entries: list[Mapping[str, Any]] = tomllib.loads(text)[table]
    name = way.key.rpartition(".")[2]
    names = [entry.get("name", way.party) for entry in entries]
    return names.index(name)


def _renewed(way: Account | Port, retire: str | None) -> tuple[str, str | list[str], list[Secret]]:
    """Return the setting that changes, its value, and the secret made for it."""
    what = f"account {way.key}" if isinstance(way, Account) else f"port {way.key}"
    if isinstance(way, Account) and way.kind == "queue":
        if retire is not None:
            told = f"{what}: has one password and no keys; without --retire it gets a new one"
            raise ConfigurationError([told])
        made = broker_password()
        return "password_hash", made.kept, [_secret("password of the broker's user", way, made)]
    kinds = ("http",) if isinstance(way, Account) else ("pull", "queue")
    if way.kind not in kinds:
        raise ConfigurationError([f"{what}: is of kind {way.kind}, which has no key"])
    keys = list(way.settings.get("keys", ()))
    prefixes = [key.partition(":")[0] for key in keys]
    named = ", ".join(prefixes) or "none"
    if retire is not None:
        left = [key for key in keys if key.partition(":")[0] != retire]
        if len(left) == len(keys):
            raise ConfigurationError([f"{what}: no key begins with {retire!r}; there is {named}"])
        return "keys", left, []
    if len(keys) >= _ACTIVE:
        told = f"{what}: has {len(keys)} keys ({named}); take one away first with --retire PREFIX"
        raise ConfigurationError([told])
    made = api_key()
    kind = "account" if isinstance(way, Account) else "port"
    return "keys", [*keys, made.kept], [_secret(f"key of {kind}", way, made)]


def _secret(what: str, way: Account | Port, made: Credential) -> Secret:
    return Secret(f"{what} {way.key}", made.secret, made.kept)
