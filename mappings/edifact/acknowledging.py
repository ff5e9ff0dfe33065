"""Answers on their way out: APERAK about one document, CONTRL about a whole interchange.

::

    APERAK  BGM  312 taken, 313 refused
            RFF  ACW: the sender's own UNH; then the number of the document
            NAD  MS, MR
            ERC  the rule, with FTX: its sentence
    CONTRL  UCI  the sender's own UNB, and what became of it
            UCM  each of its messages that was not taken
"""

import re
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hub.formats.document import Part
from hub.formats.outfile import OutFile, file_name
from hub.model.context import RouteContext
from hub.rules.module import sibling

composer = sibling(__file__, "composer")

MEDIA_TYPE = "application/edifact"
TAKEN, REFUSED = "312", "313"
"""UNCL 1001: acknowledgement, application error."""

REFUSING = "RE"
PREVIOUS = "ACW"
NUMBERS = MappingProxyType({"220": "ON", "231": "POR", "380": "IV", "381": "CD"})
"""UNCL 1153 for the number of a document, by its type in UNCL 1001."""

RULE = re.compile(r"\[([^\[\]]{1,8})\] ")
"""The rule before a sentence, where it has the length of an error's code (an..8)."""

NO_RULE = "ZZZ"
REJECTED, ACKNOWLEDGED = "4", "7"
"""Action 0083: this level and all below, this level less what is named."""

UNSPECIFIED = "18"
"""Error 0085: what is wrong is said in words, in the APERAK or the report."""


class AnswerWriting:
    """One answer in the making; it has no lines."""

    def __init__(self, kind: str, header: Any, context: RouteContext, folder: Path) -> None:
        number = None if header.id is None else header.id.value
        self._file = OutFile(folder, file_name(kind, number, ".edi"), MEDIA_TYPE)
        self._header = header
        self._context = context
        self._write = _receipt if kind == "message-level-response" else _application

    def take(self, body: Any) -> None:
        """Write nothing: answers have no lines."""

    def finish(self) -> list[Part]:
        """Write the interchange."""
        head, now = self._header, self._context.now
        number = "" if head.id is None else head.id.value
        message = self._write(head)
        sides = _address(head.sender_party), _address(head.receiver_party)
        self._file.write(message.interchange(*sides, number, now))
        return [self._file.finish()]

    def discard(self) -> None:
        """Remove the file."""
        self._file.discard()


def _application(head: Any) -> Any:
    out = composer.Message("APERAK")
    (about,) = head.document_response
    refused = about.response.response_code.value == REFUSING
    out.add("BGM", REFUSED if refused else TAKEN, head.id.value, "9")
    out.add("DTM", ["137", f"{head.issue_date:%Y%m%d}", "102"])
    if about.response.reference_id is not None:
        out.add("RFF", [PREVIOUS, about.response.reference_id.value])
    for one in about.document_reference:
        code = "" if one.document_type_code is None else one.document_type_code.value
        if one.id is None or code not in NUMBERS:
            continue
        out.add("RFF", [NUMBERS[code], one.id.value])
        if one.issue_date is not None:
            out.add("DTM", ["171", f"{one.issue_date:%Y%m%d}", "102"])
    for role, party in (("MS", head.sender_party), ("MR", head.receiver_party)):
        known = party.endpoint_id
        out.add("NAD", role, composer.numbered(known.value, known.scheme_id or ""))
    for text in about.response.description:
        rule = RULE.match(text.value)
        for parts in _portions(text.value):
            out.add("ERC", rule[1] if rule else NO_RULE)
            out.add("FTX", "AAO", "", "", parts)
    return out


def _portions(text: str) -> Iterator[list[str]]:
    """Yield a text in free texts of one segment each: an error has but one."""
    parts = [part for line in text.splitlines() for part in composer.pieces(line, composer.WORDS)]
    for start in range(0, len(parts), composer.LINES):
        yield parts[start : start + composer.LINES]


def _receipt(head: Any) -> Any:
    out = composer.Message("CONTRL", "3")
    interchange, *messages = head.document_response
    sides = interchange.issuer_party, interchange.recipient_party
    out.add(
        "UCI",
        _reference(interchange),
        *(side.endpoint_id.value.split(":") for side in sides),
        *_action(interchange),
    )
    for one in messages:
        named = [part.value for part in one.response.description[:1]]
        kind = named[0].split(":") if named else ""
        out.add("UCM", _reference(one), kind, *_action(one))
    return out


def _reference(one: Any) -> str:
    known = one.response.reference_id
    return "" if known is None else known.value


def _action(one: Any) -> list[str]:
    refused = one.response.response_code.value == REFUSING
    return [REJECTED, UNSPECIFIED] if refused else [ACKNOWLEDGED]


def _address(party: Any) -> list[str]:
    known = party.endpoint_id
    return composer.addressed(known.value, known.scheme_id or "")  # type: ignore[no-any-return]
