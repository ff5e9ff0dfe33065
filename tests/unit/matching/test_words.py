"""What people read of a match."""

import json
import re
import tomllib
from pathlib import Path

import hub.matching
from hub.matching.terms import RULES
from hub.matching.verdict import sentence
from hub.model.sentence import LANGUAGES
from tests.purchase import asked, invoice, judged

TEMPLATES = tomllib.loads(
    (Path(hub.matching.__file__).parent / "sentences.toml").read_text(encoding="utf-8")
)
LONGEST = 200


def test_every_rule_has_its_words() -> None:
    """Each rule and variant speaks three languages, briefly and in whole sentences."""
    assert set(TEMPLATES) == set(RULES)
    for rule, entry in TEMPLATES.items():
        for key in (rule, *(f"{rule}.{name}" for name in entry if isinstance(entry[name], dict))):
            words = ("order", "order_line", "line", "value", "expected", "change")
            said = sentence(key, dict.fromkeys(words, "12"))
            spoken = {said.speak(language) for language in LANGUAGES}
            assert len(spoken) == len(LANGUAGES)
            assert all(len(one) <= LONGEST and one.endswith(".") for one in spoken), key
            assert not any("{" in one for one in spoken)


def test_every_variant_is_said_somewhere() -> None:
    """No sentence is left that nothing says."""
    folder = Path(hub.matching.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    variants = {
        name for entry in TEMPLATES.values() for name in entry if isinstance(entry[name], dict)
    }
    assert variants
    assert {name for name in variants if not re.search(f'"{name}"', code)} == set()


def test_describe() -> None:
    """A match is told as data that any system can read, in the language asked for."""
    found = judged(invoice(asked(quantity="11")))
    told = json.loads(json.dumps(found.describe("da")))
    assert told["verdict"] == "manual"
    assert told["differences"] == [
        {
            "rule": "MAT-07",
            "named": "OPU-22",
            "consequence": "manual",
            "order": "PO-1",
            "order_line": "1",
            "lines": ["1"],
            "value": "11",
            "expected": "10",
            "message": "Linje 1 fakturerer 11 af linje 1 i ordre PO-1; kun 10 mangler. "
            "Kreditér det, der er for meget.",
        }
    ]
