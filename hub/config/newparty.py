"""A new party's files, written as a person would write them."""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hub.config.endpoints import COLUMNS

__all__ = ["NewAccount", "NewParty", "NewPort", "NewSubscription"]

_WIDTH = 100

Value = str | int | bool | Sequence[str]


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A way in; ``settings`` in the order of writing."""

    kind: str
    settings: Mapping[str, Value] = field(default_factory=dict)
    acts_for: tuple[str, ...] = ()
    answer: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class NewPort:
    """A way out; ``settings`` in the order of writing."""

    name: str
    kind: str
    settings: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """What the party wants of one kind of document."""

    kind: str
    port: str
    format: str | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class NewParty:
    """What is known of a party at the beginning; an operator fills in the rest."""

    key: str
    name: str
    country: str
    roles: tuple[str, ...]
    numbers: Mapping[str, str] = field(default_factory=dict)
    glns: tuple[str, ...] = ()
    account: NewAccount | None = None
    ports: tuple[NewPort, ...] = ()
    receives: tuple[NewSubscription, ...] = ()

    def files(self) -> Mapping[str, str]:
        """Return the text of every file by its name."""
        files = {f"{self.key}.toml": "\n".join(self._toml()) + "\n"}
        if self.glns:
            rows = [",".join(COLUMNS), *(f"GLN,{number}," for number in self.glns)]
            files[f"{self.key}.endpoints.csv"] = "\n".join(rows) + "\n"
        return files

    def _toml(self) -> Iterator[str]:
        yield from _remark(self._opening())
        yield ""
        yield f"name = {_value(self.name)}"
        yield f"country = {_value(self.country)}"
        yield f"roles = {_value(self.roles)}"
        if self.numbers:
            yield ""
            yield "# The first number is the company number in documents that name none."
            yield "[numbers]"
            yield from (f"{_name(key)} = {_value(value)}" for key, value in self.numbers.items())
        if self.account is not None:
            yield from self._account(self.account)
        for port in self.ports:
            yield from ("", *_remark(_WAYS_OUT.get(port.kind, "")), "[[port]]")
            yield f"name = {_value(port.name)}"
            yield f"kind = {_value(port.kind)}"
            yield from _settings(port.settings)
        for wanted in self.receives:
            yield from _subscription(wanted)
        if "buyer" in self.roles:
            yield from ("", *_AGREEMENT)

    def _opening(self) -> str:
        addresses = f" Its addresses stand in {self.key}.endpoints.csv." if self.glns else ""
        return f"{' '.join(self.name.split())}.{addresses}".replace("..", ".")

    def _account(self, account: NewAccount) -> Iterator[str]:
        told = _WAYS_IN.get(account.kind, "").format(key=self.key)
        yield from ("", *_remark(told), "[[account]]")
        yield f"kind = {_value(account.kind)}"
        yield from _settings(account.settings)
        if account.acts_for:
            yield f"acts_for = {_value(account.acts_for)}"
        if account.answer is not None:
            yield f"answer = {_value(account.answer)}"
        if account.language is not None:
            yield f"language = {_value(account.language)}"


_WAYS_IN: Mapping[str, str] = {
    "folder": "Documents are put into this folder; the hub's answers come to the port named.",
    "queue": "Documents come to the exchange in.{key} of the broker, from its user {key}. Of its "
    "password only a salted hash stands here.",
    "http": "Documents are posted to the hub. Of each key only a hash stands here.",
}

_WAYS_OUT: Mapping[str, str] = {
    "http": "The hub posts documents there, signed with the secret in the file.",
    "pull": "The party fetches documents over HTTP and confirms each.",
}

_AGREEMENT = (
    "# A seller's catalogues come once there is an agreement with it, such as:",
    "#",
    "# [[agreement]]",
    '# id = "CONTRACT-2026"',
    '# seller = "short name of the seller"',
    '# product_groups = ["14", "44"]',
)


def _subscription(wanted: NewSubscription) -> Iterator[str]:
    told = "" if wanted.format else "No format: these documents come as the sender wrote them."
    yield from ("", *_remark(told), "[[receives]]")
    yield f"kind = {_value(wanted.kind)}"
    yield f"port = {_value(wanted.port)}"
    if wanted.format is not None:
        yield f"format = {_value(wanted.format)}"
    if wanted.profile is not None:
        yield f"profile = {_value(wanted.profile)}"


def _remark(text: str) -> Iterator[str]:
    """Yield a remark for people; what a name has of control characters is left out."""
    plain = "".join(character for character in text if character.isprintable())
    yield from (f"# {line}" for line in textwrap.wrap(plain, _WIDTH))


def _settings(settings: Mapping[str, Value]) -> Iterator[str]:
    return (f"{name} = {_value(value)}" for name, value in settings.items())


def _name(text: str) -> str:
    plain = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if plain else _value(text)


def _value(value: Value) -> str:
    """Return a value in TOML; its texts have the escapes of JSON, and one more."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return f"[{', '.join(_value(one) for one in value)}]"
