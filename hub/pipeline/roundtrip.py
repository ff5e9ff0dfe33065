"""What a document still says after its output is read back, field by field.

What the writer was given and what the reader of the target finds in the files it wrote are
counted up, each field for itself, and then compared. Only counts and sums of hashes are held, so
that a million lines need no more memory than ten. The order of lines is not compared.

Four things can become of a field::

    kept        read back as it was given
    reported    differs, and the loss report says so
    set aside   differs because the target leaves it out or says it elsewhere, for a reason that its
                folder gives (``ignore`` of its table, ``elsewhere`` of ``format.toml``)
    otherwise   differs, and nothing says why: whoever signs for the conversion should look
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from hub.formats.document import Part
from hub.formats.format import Format
from hub.formats.xmlvalues import spell
from hub.model.finding import Layer
from hub.model.loss import LossReport
from hub.model.report import LayerStatus, Report

__all__ = ["Difference", "RoundTrip", "Survival"]

HEAD = "head"
LINE = "line"
REPORTED, SET_ASIDE, OTHERWISE = "reported", "set-aside", "otherwise"

_WIDTH = 16
_PROTOCOL = frozenset(
    {"ubl_version_id", "customization_id", "profile_id", "profile_execution_id", "signature"}
)
"""Of the head: how this one file was written and travels."""

_ONE = frozenset({"base_quantity", "minimum_quantity", "orderable_unit_factor_rate"})
"""Of a price: what is left out means one (UBL), so one is the same as nothing."""

_LISTS = ("list_id", "list_agency_id", "list_agency_name", "list_name", "list_version_id")
"""Attributes of a code that name its list, which every format does in its own words."""

_SCHEMES = ("scheme_id", "scheme_agency_id", "scheme_name", "scheme_version_id")
"""Attributes of an identifier: a format may add them, but not lose or change them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How often a field was given to the writer, and how often it was read back.

    Equal numbers: as often, but with other values. ``reason`` is what the target's folder says
    of a field that is set aside.
    """

    given: int
    returned: int
    how: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Survival:
    """What became of all fields; ``differences`` by ``head.<field>`` or ``line.<field>``."""

    readable: bool
    lines_given: int = 0
    lines_returned: int = 0
    values: int = 0
    differences: Mapping[str, Difference] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """``whole``, ``as-reported``, ``other-fields`` or ``unreadable``."""
        if not self.readable:
            return "unreadable"
        hows = {one.how for one in self.differences.values()}
        if OTHERWISE in hows:
            return "other-fields"
        return "as-reported" if REPORTED in hows else "whole"

    @property
    def otherwise(self) -> tuple[str, ...]:
        """The fields that differ although nothing says so."""
        return tuple(name for name, one in self.differences.items() if one.how == OTHERWISE)


class _Tally:
    """Counts and sums of hashes, by field."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.sums: dict[str, int] = {}
        self.lines = 0

    def head(self, header: Any) -> None:
        if header is None:
            return
        provider = getattr(header, "provider_party", None)
        for name, value in zip(header.__struct_fields__, astuple(header), strict=True):
            if name in _PROTOCOL:
                continue
            # A seller that is the provider is said once by most formats, and means the same.
            if name == "seller_supplier_party" and getattr(value, "party", None) == provider:
                continue
            self._take(value, f"{HEAD}.{name}")

    def line(self, body: Any) -> None:
        self.lines += 1
        self._take(body, LINE)

    def _take(self, value: Any, path: str) -> None:
        if isinstance(value, tuple):
            for one in value:
                self._take(one, path)
        elif isinstance(value, Struct):
            for name, inner in zip(value.__struct_fields__, astuple(value), strict=True):
                if inner is None or (name in _ONE and _is_one(inner)):
                    continue
                own = name == "value" and not isinstance(inner, Struct)
                self._take(inner, path if own else f"{path}.{name}")
        elif value is not None:
            self.counts[path] = self.counts.get(path, 0) + 1
            digest = blake2b(_plain(value).encode("utf-8", "surrogatepass"), digest_size=_WIDTH)
            number = int.from_bytes(digest.digest())
            self.sums[path] = (self.sums.get(path, 0) + number) % (1 << 8 * _WIDTH)


class RoundTrip:
    """Hears what a writer is given, then reads what it wrote."""

    def __init__(self, header: Struct) -> None:
        self._given = _Tally()
        self._given.head(header)

    def take(self, body: Any) -> None:
        """Hear of one line."""
        self._given.line(body)

    def compare(self, parts: Iterable[Part], target: Format, losses: LossReport) -> Survival:
        """Read the files back and say what they no longer hold, or hold besides."""
        if not target.readable:
            return Survival(readable=False, lines_given=self._given.lines)
        returned = _Tally()
        documents = 0
        readable = True
        for part in parts:
            report = Report(part.name)
            for document in target.reader.read(part.payload(), report):
                documents += 1
                returned.head(document.header)
                for line in document.lines(report):
                    readable = readable and line.body is not None
                    returned.line(line.body)
            broken = {report.status(layer) for layer in (Layer.SYNTAX, Layer.SCHEMA)}
            readable = readable and LayerStatus.INVALID not in broken
        if not documents or not readable:
            return Survival(readable=False, lines_given=self._given.lines)
        return self._compared(returned, tuple(loss.field for loss in losses), _aside(target))

    def _compared(
        self, returned: _Tally, lost: Collection[str], aside: Mapping[str, str]
    ) -> Survival:
        given = self._given
        paths = given.sums.keys() | returned.sums.keys()
        changed = {path for path in paths if given.sums.get(path) != returned.sums.get(path)}
        differences = {
            path: Difference(
                given.counts.get(path, 0),
                returned.counts.get(path, 0),
                *_how(path, given.counts, changed, lost, aside),
            )
            for path in sorted(changed)
        }
        return Survival(
            readable=True,
            lines_given=given.lines,
            lines_returned=returned.lines,
            values=sum(given.counts.values()),
            differences=MappingProxyType(differences),
        )


def _aside(target: Format) -> Mapping[str, str]:
    """Return what a target leaves out or says elsewhere on purpose, with the reasons."""
    ignored = {} if target.table is None else target.table.ignore
    left_out = {f"{LINE}.{path}": reason for path, reason in ignored.items()}
    return {**left_out, **target.declared.elsewhere}


def _how(
    path: str,
    given: Collection[str],
    changed: Collection[str],
    lost: Collection[str],
    aside: Mapping[str, str],
) -> tuple[str, str | None]:
    _, _, bare = path.partition(".")
    if _above(bare, lost) is not None:
        return REPORTED, None
    named = _above(path, aside)
    if named is not None:
        return SET_ASIDE, aside[named]
    code, _, last = path.rpartition(".")
    told = code not in changed or _above(code.partition(".")[2], lost) is not None
    if told and (last in _LISTS or (last in _SCHEMES and path not in given)):
        return SET_ASIDE, "names the list or scheme of a value, as this format does"
    return OTHERWISE, None


def _above(path: str, named: Collection[str]) -> str | None:
    """Return the field, or the group that it is in, if it is among those named."""
    return next((one for one in named if path == one or path.startswith(f"{one}.")), None)


def _is_one(value: Any) -> bool:
    return bool(getattr(value, "value", value) == 1)


def _plain(value: Any) -> str:
    """Return a value without what its spelling may leave out: 7.0 is 7.00, blanks at the ends."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return value.strip() if isinstance(value, str) else spell(value)
