"""Reports as they are kept: once, with every sentence in all languages."""

from typing import Any

import msgspec

from hub.model.finding import Layer
from hub.model.report import Report
from hub.model.sentence import LANGUAGES, Language

__all__ = ["keep_report", "load_report", "spoken"]


def keep_report(report: Report) -> bytes:
    """Encode what ``Report.describe`` says, each message with its three languages."""
    kept = report.describe()
    for layer, described in zip(Layer, kept["layers"], strict=True):
        for finding, shown in zip(report.findings(layer), described["findings"], strict=True):
            shown["message"] = {name: finding.message.speak(name) for name in LANGUAGES}
    return msgspec.json.encode(kept)


def load_report(data: bytes) -> dict[str, Any]:
    """Decode a kept report, its messages still in all languages."""
    loaded: dict[str, Any] = msgspec.json.decode(data)
    return loaded


def spoken(data: bytes, language: Language) -> dict[str, Any]:
    """Return a kept report as ``Report.describe`` gives it in one language."""
    report = load_report(data)
    for layer in report["layers"]:
        for finding in layer["findings"]:
            finding["message"] = finding["message"][language]
    return report
