"""Checks of party identifiers: length, characters and check digits, told apart.

``check`` takes any spelling of a scheme. Rule ids: ``ID-GLN``, ``ID-CVR`` (CVR and SE, as
OIOUBL F-LIB180/184/190), ``ID-OIN``, ``ID-KVK``, ``ID-RSIN``; and of the project's own:
``ID-P``, ``ID-CPR``, ``ID-DUNS``, ``ID-VAT``, ``ID-BSN``. How severe a wrong number is
depends on where it stands (fatal on an endpoint, error elsewhere), so the rules say it.
"""

import re
from collections.abc import Callable
from datetime import date
from types import MappingProxyType

from msgspec import Struct

from hub.facts.checkdigits import gs1_check_digit, mod11_check_digit
from hub.facts.identifier_sentences import (
    IDENTIFIER_SENTENCES,
    NO_CHECK_DIGIT,
    digits,
    speak,
)
from hub.facts.oin import split_oin
from hub.facts.schemes import compact, is_personal, mask, scheme_of
from hub.facts.verdict import Fault, Verdict
from hub.model.sentence import Sentence

__all__ = ["IDENTIFIER_RULES", "check", "is_checked"]

_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_RSIN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)
_OIN_LENGTH = 20
_SHOWN = 40


class _Form(Struct, frozen=True):
    """The form of one scheme: its name for people, rule, length and further test."""

    name: str
    rule: str
    length: int
    expected: Sentence
    test: Callable[["_Trial"], Verdict | None] | None = None
    characters: str = r"[0-9]"


class _Trial(Struct, frozen=True):
    """One value on trial; makes the verdicts, so that the tests below stay short."""

    scheme: str
    given: str
    value: str
    form: _Form

    def fault(self, fault: Fault, found: str = "", right: str = "") -> Verdict:
        """Return the verdict of one fault."""
        return self._verdict(fault, IDENTIFIER_SENTENCES[fault], found, right)

    def check_digit(self, right: str | None) -> Verdict | None:
        """Return the verdict on the last digit; ``right`` is None when no digit fits."""
        if right == self.value[-1]:
            return None
        if right is None:
            return self._verdict(Fault.CHECK_DIGIT, NO_CHECK_DIGIT)
        return self.fault(Fault.CHECK_DIGIT, self.value[-1], right)

    def _verdict(
        self, fault: Fault, sentence: Sentence, found: str = "", right: str = ""
    ) -> Verdict:
        form = self.form
        given = mask(self.given) if is_personal(self.scheme) else self.given[:_SHOWN]
        found = mask(found) if is_personal(self.scheme) and fault is not Fault.LENGTH else found
        return Verdict(
            scheme=self.scheme,
            given=given,
            compact=mask(self.value) if is_personal(self.scheme) else self.value,
            rule=form.rule,
            fault=fault,
            message=speak(
                sentence, form.expected, name=form.name, value=given, found=found, right=right
            ),
            expected=form.expected.en,
        )


def check(scheme: str, value: str) -> Verdict:
    """Judge a value under a scheme in any spelling.

    A scheme that the hub has no form for is valid as long as something is there. Nothing is
    repaired: a right check digit is told, not put in.
    """
    known = scheme_of(scheme)
    plain = compact(known, value)
    form = _form(known)
    trial = _Trial(known, value, plain, form)
    if not plain:
        return trial.fault(Fault.EMPTY)
    fault = _check_form(trial) or (form.test(trial) if form.test else None)
    if fault is not None:
        return fault
    if is_personal(known):
        return Verdict(scheme=known, given=mask(value), compact=mask(plain))
    return Verdict(scheme=known, given=value, compact=plain)


def is_checked(scheme: str) -> bool:
    """Whether the hub knows the form of a scheme and so can find a value wrong."""
    return _form(scheme_of(scheme)) is not _UNKNOWN


def _form(scheme: str) -> _Form:
    if scheme.endswith(":VAT"):
        return _FORMS.get(scheme, _VAT)
    return _FORMS.get(scheme, _UNKNOWN)


def _check_form(trial: _Trial) -> Verdict | None:
    """Check characters, then length: a letter explains more than a wrong count does."""
    form = trial.form
    strange = re.sub(form.characters, "", trial.value)
    if strange:
        return trial.fault(Fault.CHARACTERS, strange[:1])
    if form.length and len(trial.value) != form.length:
        return trial.fault(Fault.LENGTH, str(len(trial.value)))
    return None


def _gln(trial: _Trial) -> Verdict | None:
    return trial.check_digit(gs1_check_digit(trial.value[:-1]))


def _cvr(trial: _Trial) -> Verdict | None:
    if trial.value[0] == "0":
        return trial.fault(Fault.START, "0")
    return trial.check_digit(mod11_check_digit(trial.value[:-1], _CVR_WEIGHTS, 1))


def _cpr(trial: _Trial) -> Verdict | None:
    """Check the date part; the modulus has not held for all numbers since 2007."""
    day, month, year = (int(trial.value[at : at + 2]) for at in (0, 2, 4))
    # The century depends on the seventh digit; a leap day may exist in one century only.
    centuries = (1800, 1900, 2000)
    return (
        None if any(_is_date(c + year, month, day) for c in centuries) else trial.fault(Fault.DATE)
    )


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _rsin(trial: _Trial) -> Verdict | None:
    if not trial.value.strip("0"):
        return trial.fault(Fault.START, trial.value)
    return trial.check_digit(mod11_check_digit(trial.value[:-1], _RSIN_WEIGHTS, -1))


def _oin(trial: _Trial) -> Verdict | None:
    """Check the prefix table, the suffix of zeros, then the main number by its own register."""
    parts = split_oin(trial.value)
    if parts.register is None:
        return trial.fault(Fault.PREFIX, parts.prefix)
    if parts.suffix.strip("0") and not parts.register.numbered:
        return trial.fault(Fault.SUFFIX, parts.suffix, "0" * len(parts.suffix))
    if parts.register.digits and not (parts.main.isascii() and parts.main.isdigit()):
        return trial.fault(Fault.CHARACTERS, parts.main.strip("0123456789")[:1])
    if parts.register.scheme is None:
        return None
    form = _FORMS[parts.register.scheme]
    inner = _Trial(trial.scheme, trial.given, parts.main, trial.form)
    found = form.test(inner) if form.test else None
    return found and Verdict(
        scheme=trial.scheme,
        given=found.given,
        compact=trial.value,
        rule=trial.form.rule,
        fault=found.fault,
        message=found.message,
        expected=found.expected,
    )


def _vat(trial: _Trial) -> Verdict | None:
    """Leave VAT numbers to the number library, imported here because it takes 80 ms.

    The Dutch check takes both kinds: the RSIN inside, or modulo 97 over all positions.
    """
    from stdnum.eu import vat  # noqa: PLC0415
    from stdnum.util import get_cc_module  # noqa: PLC0415

    country = trial.value[:2] if trial.scheme == "EU:VAT" else trial.scheme[:2]
    if not country.isalpha():
        return trial.fault(Fault.START, country)
    if trial.value.startswith(country) and vat.is_valid(trial.value):
        return None
    module = get_cc_module(country.lower(), "vat")
    if module is None or module.is_valid(trial.value):
        return None
    return trial.fault(Fault.FORM)


def _neutral(text: str) -> Sentence:
    return Sentence(text, text, text)


_UNKNOWN = _Form(
    "ID", "ID", 0, Sentence("an identifier", "et nummer", "een nummer"), characters=r"(?s:.)"
)
_VAT = _Form(
    "VAT",
    "ID-VAT",
    0,
    Sentence("country code and number", "landekode og nummer", "landcode en nummer"),
    _vat,
    characters=r"[0-9A-Z+*]",
)

_FORMS = MappingProxyType(
    {
        "GLN": _Form("GLN", "ID-GLN", 13, digits(13), _gln),
        "DK:CVR": _Form("CVR", "ID-CVR", 8, digits(8), _cvr),
        "DK:SE": _Form("SE", "ID-CVR", 8, digits(8), _cvr),
        "DK:P": _Form("P", "ID-P", 10, digits(10)),
        "DK:CPR": _Form("CPR", "ID-CPR", 10, digits(10), _cpr),
        "NL:KVK": _Form("KvK", "ID-KVK", 8, digits(8)),
        "NL:RSIN": _Form("RSIN", "ID-RSIN", 9, digits(9), _rsin),
        "NL:BSN": _Form("BSN", "ID-BSN", 9, digits(9), _rsin),
        "NL:OIN": _Form(
            "OIN",
            "ID-OIN",
            _OIN_LENGTH,
            Sentence("20 positions", "20 tegn", "20 posities"),
            _oin,
            characters=r"[0-9A-Za-z]",
        ),
        "NL:VAT": _Form(
            "BTW", "ID-VAT", 14, _neutral("NL123456789B01"), _vat, characters=r"[0-9A-Z]"
        ),
        "DUNS": _Form("DUNS", "ID-DUNS", 9, digits(9)),
    }
)

IDENTIFIER_RULES = tuple(sorted({f.rule for f in (*_FORMS.values(), _VAT)}))
"""The rule ids ``check`` may name."""
