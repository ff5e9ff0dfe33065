"""Documents that must be refused are refused for the right reason, in three languages.

``expected.json`` holds every finding of every case. It is written anew only with
``HUB_REWRITE_EXPECTED=1``; read the difference before committing it.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from hub.model.finding import Finding, Severity
from hub.model.report import describe_finding
from hub.model.sentence import LANGUAGES
from hub.pipeline.outcome import Processed, Routed
from tests.refusals.cases import CASES, city, diary
from tests.unit.pipeline.world import Hall, run

EXPECTED = Path(__file__).parent / "expected.json"
LONGEST = 200
"""Characters of a sentence; longer ones are not read (without the values in them)."""


def refused(hall: Hall, name: str) -> Processed:
    """Send a case through the line."""
    case = CASES[name]
    return run(hall, city(), case.content, memory=diary(), **case.sent)


def findings(processed: Processed) -> list[Finding]:
    """Return what the document's report says, then what each receiver's does."""
    routes = getattr(processed.outcome, "routes", ())
    reports = [processed.report, *(route.report for route in routes)]
    return [finding for report in reports for finding in report.findings()]


def told(finding: Finding) -> dict[str, Any]:
    """Return a finding as a report gives it, its message in all languages."""
    described = describe_finding(finding, "en")
    message = {language: finding.message.speak(language) for language in LANGUAGES}
    return {**{k: v for k, v in described.items() if v is not None}, "message": message}


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_for_this_reason_and_says_so(hall: Hall, name: str) -> None:
    """Outcome, rule, severity, place, value, who must act, and what they are told."""
    case, processed = CASES[name], refused(hall, name)
    assert type(processed.outcome).__name__ == case.outcome
    assert getattr(processed.outcome, "reason", None) == case.reason
    found = [told(finding) for finding in findings(processed)]
    known = json.loads(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.exists() else {}
    if os.environ.get("HUB_REWRITE_EXPECTED") == "1":
        known = {key: known[key] for key in CASES if key in known} | {name: found}
        text = json.dumps(known, ensure_ascii=False, indent=2, sort_keys=True)
        EXPECTED.write_text(text + "\n", encoding="utf-8")
    assert known.get(name) == found


@pytest.mark.parametrize("name", CASES)
def test_nothing_of_it_goes_out(hall: Hall, name: str) -> None:
    """No route took it and no file is left."""
    processed = refused(hall, name)
    assert not any(isinstance(r, Routed) for r in getattr(processed.outcome, "routes", ()))
    assert [path for path in hall.folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", CASES)
def test_every_sentence_is_one_a_person_can_use(hall: Hall, name: str) -> None:
    """Three languages that differ, not too long, and something refuses."""
    found = findings(refused(hall, name))
    assert any(finding.severity in (Severity.FATAL, Severity.ERROR) for finding in found)
    for finding in found:
        sentences = [finding.message.speak(language) for language in LANGUAGES]
        assert len(set(sentences)) == len(LANGUAGES)
        values = len(finding.value or "") + len(finding.expected or "")
        assert all(len(sentence) <= LONGEST + values for sentence in sentences)
        assert all(sentence.endswith((".", "?")) for sentence in sentences)


def test_every_expected_case_exists() -> None:
    """A case that was taken away leaves nothing behind."""
    assert set(json.loads(EXPECTED.read_text(encoding="utf-8"))) == set(CASES)
