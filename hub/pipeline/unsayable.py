"""What a format has no words for, told to the sender instead of parking the hub's output.

Tables carry values as they came. Where the schema of the target has a shorter list of codes
than the source (UBL 2.0 lists the units of its year), or demands inside a group, or of an amount
its currency, what the source does not say, the schema stops what was written. That is no fault
of the hub's: nothing may be put there in its place, so the document is refused, with the value
and its place. A code that the document does not hold was written by a table or a rule: that is
the hub's fault, and parked.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from hub.formats.document import Document
from hub.model.finding import Finding, Layer, Place, Severity, Who
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.model.sentence import Sentence
from hub.model.values import Amount, BinaryObject, Code, Measure, Quantity, Text
from hub.xml.sentences import plain, shorten

__all__ = ["NOT_IN_FORMAT", "unsayable"]

NOT_IN_FORMAT = "not-in-format"

_CODE = Sentence(
    en="The code {value} of {field} is none of {format}, and the hub puts no other in its place. "
    "Use a code that it has, or ask the operator of the hub for another format.",
    da="Koden {value} i {field} findes ikke i {format}, og hubben sætter ingen anden i stedet. "
    "Brug en kode, som formatet har, eller spørg hubbens drift om et andet format.",
    nl="De code {value} van {field} bestaat niet in {format}, en de hub zet er geen andere voor in "
    "de plaats. Gebruik een code die het kent, of vraag de beheerder van de hub om een ander "
    "formaat.",
)
_GROUP = Sentence(
    en="{format} takes this only together with what the document does not say. {found} "
    "Add it or leave the whole out, or ask the operator of the hub for another format.",
    da="{format} tager kun dette sammen med noget, som dokumentet ikke angiver. {found} "
    "Tilføj det, eller udelad det hele, eller spørg hubbens drift om et andet format.",
    nl="{format} neemt dit alleen met iets erbij dat het document niet noemt. {found} "
    "Voeg het toe of laat het geheel weg, of vraag de beheerder van de hub om een ander formaat.",
)
_MISSING = frozenset({"XSD-MISSING", "XSD-ATTRIBUTE"})
_OF_THE_ROOT = 2
"""Steps of a path that speaks of the root's own children."""

_Given = tuple[str, str]
"""What a code is for, and the code."""

_AMOUNT, _QUANTITY, _FILE = "amount", "quantity", "binaryobject"
_SORTS = MappingProxyType(
    {
        _AMOUNT: "currency",
        "currencycode": "currency",
        _QUANTITY: "unit",
        "measure": "unit",
        _FILE: "file",
    }
)
"""What values of fields with such names have codes for; others hold a code of their own."""


def unsayable(checked: Report, target: FormatId, document: Document) -> list[Finding]:
    """Return a refusal for each value or group of an output that its format cannot say.

    Empty when the output is valid, and when anything else is wrong with it: then the hub wrote
    it badly. What is missing in the document itself, not inside a group, is the hub's to put in
    (receiver, agreement), or a mistake of the table; so is a code that ``document``, as its
    sender gave it, does not hold in such a field.
    """
    wrong = [finding for finding in checked.findings() if finding.severity.refuses]
    by_schema = checked.findings(Layer.SCHEMA)
    if not all(one in by_schema and _is_unsayable(one) for one in wrong):
        return []
    if not _are_given({_code(one) for one in wrong if one.rule == "XSD-CODE"}, document):
        return []
    return [_told(one, target) for one in wrong]


def _is_unsayable(finding: Finding) -> bool:
    if finding.rule == "XSD-CODE":
        return True
    if finding.rule not in _MISSING:
        return False
    return (finding.place.path or "").count("/") > _OF_THE_ROOT or _is_unfinished(finding)


def _is_unfinished(finding: Finding) -> bool:
    """Whether the group lacks something at its own end: then it stands at the group itself.

    What the root lacks stands at the child that came in its place; the sentence names the root.
    """
    name = (finding.place.path or "").rpartition("/")[2].partition("[")[0]
    said = finding.message.en.rpartition("(")[2]
    return finding.rule == "XSD-MISSING" and said == f"{name})."


def _are_given(codes: set[_Given], document: Document) -> bool:
    """Whether the sender wrote each of these codes; lines are read no further than needed."""
    missing = set(codes)
    for part in _parts(document) if missing else ():
        missing.difference_update(_codes(part, ""))
        if not missing:
            break
    return not missing


def _parts(document: Document) -> Iterator[Any]:
    yield document.header
    for line in document.lines():
        yield line.body


def _code(finding: Finding) -> _Given:
    """Return the code that a finding is of, with what it is a code for."""
    element = _element(finding).rpartition(":")[2]
    return _sort(element.lower()), finding.value or ""


def _sort(name: str) -> str:
    """Return what codes of a field are for, by its name without case and underscores.

    The same sign in two lists is two codes: 31 is a way to pay and a reason for a discount. Units
    and currencies pass from field to field; any other code stays in its own.
    """
    for ending, sort in _SORTS.items():
        if name.endswith(ending):
            return sort
    return name.removesuffix("code")


def _codes(value: Any, name: str) -> Iterator[_Given]:
    """Yield every code, unit, currency, language and type of file of a field and below it."""
    said = _said(value, name)
    if said is not None:
        for field, code in said:
            yield _sort(field.replace("_", "")), shorten((code or "").strip())
    elif isinstance(value, tuple):
        for one in value:
            yield from _codes(one, name)
    elif isinstance(value, Struct):
        for field in value.__struct_fields__:
            yield from _codes(getattr(value, field), field)


def _said(value: Any, name: str) -> tuple[tuple[str, str | None], ...] | None:
    """Return the codes that one value holds, by the field they are for; None for a group."""
    match value:
        case Code():
            return (name, value.value), (name, value.language_id)
        case Text():
            return ((name, value.language_id),)
        case Amount():
            return ((_AMOUNT, value.currency_id),)
        case Quantity() | Measure():
            return ((_QUANTITY, value.unit_code),)
        case BinaryObject():
            return ((_FILE, value.mime_code),)
        case _:
            return None


def _told(finding: Finding, target: FormatId) -> Finding:
    sentence = _CODE if finding.rule == "XSD-CODE" else _GROUP
    return Finding(
        rule=NOT_IN_FORMAT,
        severity=Severity.FATAL,
        message=sentence.fill(
            format=target, value=finding.value, found=finding.message, field=_name(finding)
        ),
        # The line is one of the output's, which nobody has.
        place=Place(path=finding.place.path),
        value=finding.value,
        expected=str(target),
        who=Who.SUPPLIER,
    )


def _name(finding: Finding) -> Sentence:
    """Return what the element of a finding is called, without its count."""
    return plain(_element(finding))


def _element(finding: Finding) -> str:
    return (finding.place.path or "").rpartition("/")[2].partition("[")[0]
