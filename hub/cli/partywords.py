"""The words of `hub party add`, read into a party; every mistake in one go."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hub.config.credentials import Credential, api_key, broker_password
from hub.config.keys import NAME
from hub.config.newparty import NewAccount, NewParty, NewPort, NewSubscription

__all__ = ["PartyWords", "Reading", "Secret", "read_party"]

ANSWERS = "answers"
_ANSWERED: Mapping[str, str] = {"folder": "folder", "queue": "queue", "http": "pull"}
"""How answers go back to an account that names no port for them: the way documents came."""


@dataclass(frozen=True, slots=True)
class PartyWords:
    """The options as they were typed."""

    key: str
    name: str | None = None
    country: str | None = None
    roles: Sequence[str] = ()
    cvr: str | None = None
    glns: Sequence[str] = ()
    numbers: Sequence[str] = ()
    account: str | None = None
    acts_for: Sequence[str] = ()
    answer: str | None = None
    language: str | None = None
    ports: Sequence[str] = ()
    receives: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret for the party.

    ``kept`` is what its configuration keeps of it. ``file`` is where the hub keeps the secret
    itself, since it must sign with it.
    """

    what: str
    text: str = field(repr=False)
    kept: str = ""
    file: str | None = None


@dataclass(slots=True)
class Reading:
    """What became of the words."""

    party: NewParty
    secrets: list[Secret] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    missing: frozenset[str] = frozenset()
    """Keys of the party's file that nothing was typed for; a mistake has said so."""


def read_party(words: PartyWords) -> Reading:
    """Return the party, the secrets made for it, and every mistake of form.

    Whether kinds, numbers, formats and parties exist, and what a kind needs, is the business of
    the configuration's check.
    """
    return _Reader(words).read()


class _Reader:
    def __init__(self, words: PartyWords) -> None:
        self.words = words
        self.secrets: list[Secret] = []
        self.mistakes: list[str] = []

    def read(self) -> Reading:
        words = self.words
        if not NAME.fullmatch(words.key):
            self.mistakes.append(
                f"{words.key!r} is not a short name; use a-z, 0-9, - and _ (at most 40)"
            )
        ports = list(self._ports())
        account = self._account(ports)
        party = NewParty(
            key=words.key,
            name=self._needed("--name", words.name),
            country=self._needed("--country", words.country),
            roles=tuple(words.roles),
            numbers=self._numbers(),
            glns=tuple(words.glns),
            account=account,
            ports=tuple(ports),
            receives=tuple(self._receives()),
        )
        if not words.roles:
            self.mistakes.append("--role: is missing; it is buyer, seller, network or bureau")
        given = {"name": party.name, "country": party.country, "roles": party.roles}
        missing = frozenset(key for key, value in given.items() if not value)
        return Reading(party, self.secrets, self.mistakes, missing)

    def _needed(self, option: str, value: str | None) -> str:
        if not value or not value.strip():
            self.mistakes.append(f"{option}: is missing")
        elif not value.isprintable():
            self.mistakes.append(f"{option}: has characters that are no text")
        return value or ""

    def _numbers(self) -> dict[str, str]:
        given = [] if self.words.cvr is None else [f"CVR={self.words.cvr}"]
        numbers: dict[str, str] = {}
        for word in (*given, *self.words.numbers):
            scheme, equals, value = word.partition("=")
            if not equals:
                self.mistakes.append(f"--number {word}: write SCHEME=VALUE, such as CVR=10000009")
            elif scheme in numbers:
                self.mistakes.append(f"--number {word}: there is a {scheme} number already")
            else:
                numbers[scheme] = value
        return numbers

    def _account(self, ports: list[NewPort]) -> NewAccount | None:
        words = self.words
        if words.account is None:
            for option, given in (("--acts-for", words.acts_for), ("--answer", words.answer)):
                if given:
                    self.mistakes.append(f"{option}: belongs to an account; give --account too")
            return None
        kind, _, rest = words.account.partition(":")
        if kind not in _ACCOUNTS:
            return NewAccount(kind)
        answer = words.answer or ANSWERS
        if words.answer is None and ANSWERS not in {port.name for port in ports}:
            ports.append(self._port(ANSWERS, _ANSWERED[kind], ""))
        settings = _ACCOUNTS[kind](self, rest)
        return NewAccount(kind, settings, tuple(words.acts_for), answer, words.language)

    def _ports(self) -> Iterator[NewPort]:
        for word in self.words.ports:
            name, equals, way = word.partition("=")
            kind, _, rest = way.partition(":")
            if not equals or not name:
                self.mistakes.append(f"--port {word}: write NAME=KIND, such as catalogues=queue")
            else:
                yield self._port(name, kind, rest)

    def _port(self, name: str, kind: str, rest: str) -> NewPort:
        return NewPort(name, kind, _PORTS[kind](self, name, rest) if kind in _PORTS else {})

    def _receives(self) -> Iterator[NewSubscription]:
        for word in self.words.receives:
            wanted, at, port = word.rpartition("@")
            kind, _, written = wanted.partition("=")
            format_, _, profile = written.partition("/")
            if at and kind and port:
                yield NewSubscription(kind, port, format_ or None, profile or None)
            else:
                self.mistakes.append(
                    f"--receives {word}: write KIND=FORMAT@PORT, such as "
                    "order=FORMAT_ID@orders (see hub formats), or order@orders as it was sent"
                )

    def shown_once(self, what: str, made: Credential) -> str:
        """Keep a secret for its owner; return what the file keeps of it."""
        self.secrets.append(Secret(what, made.secret, made.kept))
        return made.kept

    def without(self, word: str, rest: str) -> None:
        """Note words after a kind that takes none."""
        if rest:
            self.mistakes.append(f"{word}: takes nothing after its kind, but there is {rest!r}")


Settings = dict[str, str | int | Sequence[str]]


def _account_folder(reader: _Reader, rest: str) -> Settings:
    return {"path": rest or f"in/{reader.words.key}"}


def _account_queue(reader: _Reader, rest: str) -> Settings:
    reader.without("--account queue", rest)
    what = f"password of the broker's user {reader.words.key}"
    return {"password_hash": reader.shown_once(what, broker_password())}


def _account_http(reader: _Reader, rest: str) -> Settings:
    reader.without("--account http", rest)
    return {"keys": [reader.shown_once(f"key of account {reader.words.key}", api_key())]}


def _port_folder(reader: _Reader, name: str, rest: str) -> Settings:
    return {"path": rest or f"out/{reader.words.key}/{name}"}


def _port_queue(reader: _Reader, name: str, rest: str) -> Settings:
    if not rest:
        return {}
    if rest.isascii() and rest.isdigit():
        return {"max_length": int(rest)}
    reader.mistakes.append(
        f"--port {name}=queue:{rest}: after the colon goes how many documents may wait in it"
    )
    return {}


def _port_http(reader: _Reader, name: str, rest: str) -> Settings:
    if not rest:
        return {}
    file = f"secrets/{reader.words.key}.{name}"
    what = f"secret that signs what port {reader.words.key}.{name} posts"
    reader.secrets.append(Secret(what, api_key().secret, file=file))
    return {"url": rest, "secret_file": file}


def _port_pull(reader: _Reader, name: str, rest: str) -> Settings:
    reader.without(f"--port {name}=pull", rest)
    what = f"key of port {reader.words.key}.{name}"
    return {"keys": [reader.shown_once(what, api_key())]}


def _port_mail(_reader: _Reader, _name: str, rest: str) -> Settings:
    return {"to": rest} if rest else {}


_ACCOUNTS: Mapping[str, Callable[[_Reader, str], Settings]] = {
    "folder": _account_folder,
    "queue": _account_queue,
    "http": _account_http,
}
_PORTS: Mapping[str, Callable[[_Reader, str, str], Settings]] = {
    "folder": _port_folder,
    "queue": _port_queue,
    "http": _port_http,
    "pull": _port_pull,
    "mail": _port_mail,
}
