"""Every rule has a test of its own, and sentences that a clerk can read."""

import re
import tomllib
from pathlib import Path
from typing import Any

from hub.model.sentence import LANGUAGES
from hub.rules.index import rule_index
from hub.rules.profile import Profiles

HERE = Path(__file__).parent
LONGEST = 200
JARGON = re.compile(r"cbc:|cac:|XPath|schemeID|\b(null|None)\b")
FORMATS = ("nlcius", "oioubl", "peppol", "si-ubl", "ubl", "ubl-ohnl")
SCHEMES = frozenset({"ID-P", "ID-CPR", "ID-DUNS", "ID-VAT", "ID-BSN", "ID-GTIN"})
"""Further schemes of ID-GLN's check; their verdicts are tested with the facts."""

PEPPOL_CATALOGUE = frozenset({f"PEP-{number}" for number in range(70, 79)})
"""What a Peppol catalogue cannot say; in one file, test_peppol_catalogue.py."""

PUBLISHED = frozenset({"F-LIB318"})
"""Units of other lists: examples stand with the published rules, ways over with the UOM rules."""

TESTED_ELSEWHERE = SCHEMES | PEPPOL_CATALOGUE | PUBLISHED


def test_every_rule_of_a_profile_has_its_file(profiles: Profiles, rule_sets: Any) -> None:
    """One file per rule id, named after it; rules of a translation have a case each."""
    sets = [rule_sets(name) for name in FORMATS]
    listed = {entry.id for entry in rule_index(profiles, sets)}
    files = {path.stem.removeprefix("test_") for path in HERE.glob("test_*.py")}
    cases = tomllib.loads((HERE / "translations.toml").read_text(encoding="utf-8"))
    missing = {
        rule
        for rule in listed - TESTED_ELSEWHERE - set(cases)
        if rule.lower().replace("-", "_") not in files
    }
    assert missing == set()


def test_templates_are_short_and_plain(profiles: Profiles, rule_sets: Any) -> None:
    """Two hundred characters at most before they are filled, and no words of the trade."""
    for rules in (
        *(profile.rules for profile in profiles),
        *(rule_sets(name) for name in FORMATS),
    ):
        for key, template in rules.speech.templates.items():
            for language in LANGUAGES:
                text = template.speak(language)
                assert len(text) <= LONGEST, (key, language)
                assert not JARGON.search(text), (key, language)
                assert text.rstrip(")").endswith((".", "”")), (key, language)
