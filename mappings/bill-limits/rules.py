"""What a receiver takes of files in a bill: how much of them, and of which types.

No file is left out or made smaller: what it shows may be why the bill is paid.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any

from hub.model.finding import Severity
from hub.model.values import BinaryObject
from hub.rules.rule import Hit, Mark, Rule, RuleContext, Scope

BILLS = frozenset({"invoice", "credit-note"})
MEGABYTE = 1 << 20


def size(head: Any, ctx: RuleContext) -> Iterable[Hit]:
    """ATT-02: all files together are within the receiver's limit."""
    limit: int = ctx.options["attachment_mb"]
    whole = sum(bytes_of(held) for _, held in files(head))
    if not limit or whole <= limit * MEGABYTE:
        return ()
    # Rounded up, so that a byte too much does not look like enough.
    megabytes = f"{math.ceil(whole * 10 / MEGABYTE) / 10:.1f}"
    return [Hit("additional_document_reference", megabytes, str(limit))]


def types(head: Any, ctx: RuleContext) -> Iterable[Hit]:
    """ATT-03: each file is of a type that the receiver takes."""
    taken: list[str] = ctx.options["attachment_types"]
    return [
        Hit(
            f"{field}.mime_code",
            held.mime_code,
            ", ".join(taken),
            args={"name": held.filename or number},
        )
        for number, (field, held) in enumerate(files(head), start=1)
        if taken and (held.mime_code or "").strip().lower() not in taken
    ]


def files(head: Any) -> Iterator[tuple[str, BinaryObject]]:
    """Yield the files inside a document, and where they stand."""
    for index, one in enumerate(head.additional_document_reference):
        held = None if one.attachment is None else one.attachment.embedded_document_binary_object
        if held is not None:
            group = f"additional_document_reference[{index}].attachment"
            yield f"{group}.embedded_document_binary_object", held


def bytes_of(held: BinaryObject) -> int:
    """Return the size of a file, without decoding it: four signs of base64 are three bytes."""
    text = held.value
    signs = len(text) - sum(text.count(sign) for sign in " \t\r\n=")
    return signs * 3 // 4


_WAY: dict[str, Any] = {"documents": BILLS, "mark": Mark.OWN}

RULES = [
    Rule("ATT-02", Severity.FATAL, Scope.HEADER, size, **_WAY),
    Rule("ATT-03", Severity.FATAL, Scope.HEADER, types, **_WAY),
]
