"""Numbers of parties by the checks that Peppol makes of each scheme (COMMON-R040 to R053)."""

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.facts.identifiers import check
from hub.model.values import Identifier
from hub.rules.translation import Translation


def luhn(digits: str) -> bool:
    """Whether the last digit is that of Luhn's sum, as in Swedish numbers."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 - digits of the double
    return total % 10 == 0


def mod11(digits: str) -> bool:
    """Whether the last of nine digits is right modulo 11, as in Norwegian numbers."""
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(d) * w for d, w in zip(digits, weights, strict=False)) % 11
    return digits[-1] == str((11 - rest) % 11)


def _mod97(digits: str) -> bool:
    return 97 - int(digits[:8]) % 97 == int(digits[8:])


def _gln(value: str) -> bool:
    return check("GLN", value).valid


def _any(_value: str) -> bool:
    return True


FORMS: MappingProxyType[str, tuple[re.Pattern[str], Callable[[str], bool]]] = MappingProxyType(
    {
        "0088": (re.compile(r"[0-9]+"), _gln),
        "0192": (re.compile(r"[0-9]{9}"), mod11),
        "0184": (re.compile(r"(DK)?[0-9]{8}"), _any),
        "0096": (re.compile(r"[0-9]{10}"), _any),
        "0198": (re.compile(r"DK[0-9]{8}"), _any),
        "0208": (re.compile(r"[0-9]{10}"), _mod97),
        "0007": (re.compile(r"[0-9]{10}"), luhn),
    }
)


def kept(party: Any, field: str, said: Translation) -> Any:
    """Return a party without the further numbers that Peppol would refuse, which are lost.

    By its address it has to be found: that one is right, or the document is refused.
    """
    if party is None:
        return None
    _number(party.endpoint_id, f"{field}.endpoint_id", said)
    numbers = tuple(one for one in party.party_identification if is_right(one.id))
    wrong = tuple(one for one in party.party_identification if not is_right(one.id))
    entities = []
    for one in party.party_legal_entity:
        if is_right(one.company_id):
            entities.append(one)
            continue
        said.lost(f"{field}.party_legal_entity.company_id", one.company_id)
        entities.append(replace(one, company_id=None))
    if wrong and not numbers and not party.party_name and not party.party_legal_entity:
        said.impossible("PEP-26", f"{field}.party_identification.id", wrong[0].id)
    said.lost(f"{field}.party_identification", wrong)
    return replace(party, party_identification=numbers, party_legal_entity=tuple(entities))


def judge(party: Any, field: str, said: Translation) -> None:
    """Refuse a party one of whose numbers Peppol would refuse."""
    if party is None:
        return
    _number(party.endpoint_id, f"{field}.endpoint_id", said)
    for one in party.party_identification:
        _number(one.id, f"{field}.party_identification.id", said)
    for one in party.party_legal_entity:
        _number(one.company_id, f"{field}.party_legal_entity.company_id", said)
    for one in party.party_tax_scheme:
        _number(one.company_id, f"{field}.party_tax_scheme.company_id", said)


def _number(given: Identifier | None, field: str, said: Translation) -> None:
    if not is_right(given):
        said.impossible("PEP-26", field, given)


def is_right(given: Identifier | None) -> bool:
    """Whether a number passes the check of its kind, where Peppol has one."""
    form = None if given is None else FORMS.get(given.scheme_id or "")
    if given is None or form is None:
        return True
    shape, right = form
    value = given.value.strip()
    return shape.fullmatch(value) is not None and right(value)
