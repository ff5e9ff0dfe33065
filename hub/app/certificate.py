"""A certificate of one conversion: what went in, what came out, by what, and what was lost.

::

    {"certificate": 1, "input": {...}, "way": {...}, "target": "rakat:catalogue:1",
     "versions": {...}, "outputs": [...], "losses": [...], "round_trip": {...}, "seal": "..."}

It holds nothing of a clock but the time of acceptance, so the same input, versions and time give
the same certificate. The seal covers what was done, not the round trip, which is judged afterwards
on the very bytes.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from hub.pipeline.roundtrip import Survival

__all__ = [
    "Certificate",
    "Input",
    "Output",
    "Way",
    "certified",
    "encoded",
    "judged",
    "load_certificates",
]


class Input(Struct, frozen=True, kw_only=True):
    """The file that came, and which of its documents this is about, counted from 1."""

    name: str
    sha256: str
    size: int
    format: str
    document: int = 1


class Output(Struct, frozen=True, kw_only=True):
    """One file that was written."""

    name: str
    sha256: str
    size: int


class File(Protocol):
    """Whatever has a name, a hash and a size."""

    @property
    def name(self) -> str:
        """The name it goes by."""

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""

    @property
    def size(self) -> int:
        """How many bytes it has."""


class Way(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When and for whom; without a receiver the document was converted at a desk."""

    accepted_at: str
    account: str | None = None
    receiver: str | None = None
    port: str | None = None
    agreement: str | None = None
    profile: str | None = None


class Certificate(Struct, frozen=True, kw_only=True):
    """One conversion."""

    certificate: int = 1
    input: Input
    way: Way
    target: str
    versions: dict[str, str]
    outputs: tuple[Output, ...]
    unchanged: bool = False
    lines: int = 0
    refused_lines: int = 0
    losses: tuple[dict[str, Any], ...] = ()
    round_trip: dict[str, Any] | None = None
    seal: str = ""

    def sealed(self) -> "Certificate":
        """Return the same with its seal: a hash of all but the round trip and names of files."""
        return replace(self, seal=self._seal())

    @property
    def intact(self) -> bool:
        """Whether it says what it said when it was sealed."""
        return self.seal == self._seal()

    def _seal(self) -> str:
        said = asdict(self)
        del said["round_trip"], said["seal"]
        said["input"] = {**asdict(self.input), "name": ""}
        said["outputs"] = [(one.sha256, one.size) for one in self.outputs]
        return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def certified(  # noqa: PLR0913 - it names everything that took part
    given: Input,
    way: Way,
    target: str,
    outputs: Iterable[File],
    losses: Sequence[Mapping[str, Any]],
    versions: Mapping[str, str],
    *,
    lines: int,
    refused_lines: int = 0,
    unchanged: bool = False,
    round_trip: Mapping[str, Any] | None = None,
) -> Certificate:
    """Return the sealed certificate of a conversion; ``losses`` as a report describes them."""
    made = Certificate(
        input=given,
        way=way,
        target=target,
        versions=dict(versions),
        outputs=tuple(Output(name=p.name, sha256=p.sha256, size=p.size) for p in outputs),
        unchanged=unchanged,
        lines=lines,
        refused_lines=refused_lines,
        losses=tuple(dict(one) for one in losses),
        round_trip=None if round_trip is None else dict(round_trip),
    )
    return made.sealed()


def judged(survival: Survival | None, *, unchanged: bool = False) -> dict[str, Any] | None:
    """Return the result of a round trip as data; what was passed on unchanged is whole."""
    if unchanged:
        return {"verdict": "unchanged"}
    if survival is None:
        return None
    return {
        "verdict": survival.verdict,
        "lines": {"given": survival.lines_given, "returned": survival.lines_returned},
        "values": survival.values,
        "differences": {
            name: {key: value for key, value in _words(one).items() if value is not None}
            for name, one in survival.differences.items()
        },
    }


def encoded(certificates: Sequence[Certificate]) -> bytes:
    """Return certificates as a file: one as an object, several as a list."""
    whole: Any = certificates[0] if len(certificates) == 1 else list(certificates)
    return msgspec.json.format(msgspec.json.encode(whole, order="sorted"), indent=2) + b"\n"


def load_certificates(content: bytes) -> list[Certificate]:
    """Read a file of certificates; raises ``ValueError`` with a sentence when it is none."""
    try:
        found = msgspec.json.decode(content, type=Certificate | list[Certificate])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"is no certificate ({error}); `hub convert --certificate` writes one"
        raise ValueError(message) from error
    return found if isinstance(found, list) else [found]


def _words(one: Any) -> dict[str, Any]:
    return {"given": one.given, "returned": one.returned, "how": one.how, "reason": one.reason}
