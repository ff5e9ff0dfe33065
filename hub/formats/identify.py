"""Tells what a document is by its content; its file name is not believed.

Only the beginning of an XML file is read: root, namespace, and what the first children say.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing

from hub.formats.formatfile import Declared
from hub.formats.identity import Said
from hub.formats.messages import foreign_kind, unknown_root
from hub.formats.payload import Payload
from hub.formats.stranger import OFFICE_XML, is_web_page, stranger
from hub.formats.xmlvalues import parse_plain
from hub.model.finding import Finding, Layer
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.xml.parse import Peek, peek

__all__ = ["Recognise", "Recogniser"]

Recognise = Callable[[Payload], str | None]
"""A mapping folder's own look at bytes: a format id, ``kind:version``, a kind, or None."""

_HEAD = 1024
DOCTYPE = "SYN-02"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Recogniser:
    """Knows every format's marks."""

    def __init__(
        self, declared: Iterable[Declared], others: Sequence[tuple[str, Recognise]] = ()
    ) -> None:
        self._others = others
        self._ids: list[FormatId] = []
        self._roots: dict[str, list[Declared]] = {}
        for one in declared:
            self._ids.append(one.id)
            if one.root is not None:
                for namespace in (one.namespace, *one.earlier):
                    root = f"{{{namespace}}}{one.root}" if namespace else one.root
                    self._roots.setdefault(root, []).append(one)

    def identify(self, payload: Payload, report: Report) -> FormatId | None:
        """Return a payload's format; None when findings in ``report`` say why not."""
        head = payload.head(_HEAD)
        xml = _looks_like_xml(head) and not is_web_page(head)
        found = self._by_xml(payload) if xml else self._by_others(payload)
        if isinstance(found, FormatId):
            report.format_id = str(found)
            return found
        report.add(Layer.SYNTAX, found or stranger(payload, head))
        return None

    def _by_xml(self, payload: Payload) -> FormatId | Finding:
        with closing(payload.open()) as stream:
            seen = peek(stream)
        if isinstance(seen, Finding):
            if seen.rule != DOCTYPE:
                return seen
            # Formats whose files name their DTD know for themselves how much of one they take.
            return self._by_others(payload) or seen
        said = _said(seen)
        best = self._best(seen, said)
        if best is None:
            named = self._by_others(payload)
            if named is not None:
                return named
            if OFFICE_XML in seen.root:
                return foreign_kind("web-page")
            return unknown_root(_shown(seen.root), said.customization_id)
        return best.id

    def _best(self, seen: Peek, said: Said) -> Declared | None:
        day = parse_plain(dt.date, _text(seen, "IssueDate"))
        matches = [
            (score, _lives(one, day), one)
            for one in self._roots.get(seen.root, ())
            if (score := one.identity.match(said)) is not None
        ]
        if not matches:
            return None
        return max(matches, key=lambda match: match[:2])[2]

    def _by_others(self, payload: Payload) -> FormatId | None:
        for authority, recognise in self._others:
            said = recognise(payload)
            if said is not None:
                return self._named(authority, said)
        return None

    def _named(self, authority: str, said: str) -> FormatId | None:
        full = said if said.count(":") > 1 else f"{authority}:{said}"
        return max(
            (one for one in self._ids if str(one) == full or str(one).startswith(f"{full}:")),
            default=None,
        )


def _looks_like_xml(head: bytes) -> bool:
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip().startswith(b"<")


def _shown(root: str) -> str:
    """Return the name of a root with its namespace, which is what is wrong as often."""
    namespace, _, local = root.rpartition("}")
    return f"{local} ({namespace[1:]})" if namespace else local


def _said(seen: Peek) -> Said:
    return Said(
        _text(seen, "UBLVersionID"), _text(seen, "CustomizationID"), _text(seen, "ProfileID")
    )


def _text(seen: Peek, local: str) -> str:
    """Return the text of a child of the root in whatever namespace its standard has."""
    return next((t for name, t in seen.texts.items() if name.endswith(f"}}{local}")), "")


def _lives(one: Declared, day: dt.date | None) -> bool:
    if day is None:
        return True
    return (one.since is None or one.since <= day) and (one.until is None or day <= one.until)
