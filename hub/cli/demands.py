"""Rules that receivers and formats make beyond the published ones: what to say of one of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hub.app.toolbox import Toolbox
from hub.cli.console import out, printable
from hub.model.finding import Who
from hub.model.sentence import Language, Sentence
from hub.render.wording import Wording
from hub.rules.profile import Option
from hub.rules.rule import Mark, Rule
from hub.rules.ruleset import RuleSet

__all__ = ["Demand", "demands", "described_demand", "show_demands"]

_PLACE = re.compile(r"\{(\w+)\}")
_ASKED = MappingProxyType(
    {
        Mark.DOC: Sentence(
            "Published by the receiver, or in the standard.",
            "Offentliggjort af modtageren eller i standarden.",
            "Gepubliceerd door de ontvanger of in de standaard.",
        ),
        Mark.OWN: Sentence(
            "Set by the hub, to fit what the receiver publishes.",
            "Fastsat af hubben, så det passer til det, modtageren offentliggør.",
            "Vastgesteld door de hub, passend bij wat de ontvanger publiceert.",
        ),
        Mark.OBS: Sentence(
            "Seen in what receivers do, not published.",
            "Set i det, modtagere gør; ikke offentliggjort.",
            "Gezien in wat ontvangers doen, niet gepubliceerd.",
        ),
    }
)
_ACTS = MappingProxyType(
    {
        Who.SUPPLIER: Sentence(
            "The sender mends it.", "Afsenderen retter det.", "De afzender herstelt het."
        ),
        Who.HUB: Sentence(
            "The hub's operator mends it.",
            "Hubbens driftsansvarlige retter det.",
            "De beheerder van de hub herstelt het.",
        ),
        Who.RECEIVER: Sentence(
            "The receiver mends it.", "Modtageren retter det.", "De ontvanger herstelt het."
        ),
    }
)
_LEADS = Sentence(
    "What it says when a document breaks it:",
    "Det, den siger, når et dokument bryder den:",
    "Wat zij zegt als een document er niet aan voldoet:",
)
_BY = Sentence("Asked by:", "Stillet af:", "Gesteld door:")
_SETTINGS = Sentence(
    "What can be set for a receiver:",
    "Det, der kan sættes for en modtager:",
    "Wat per ontvanger kan worden ingesteld:",
)


@dataclass(frozen=True, slots=True)
class Demand:
    """One rule of one receiver or format, with its id as reports have it and its sentences."""

    owner: str
    rule: Rule
    called: str
    sentences: tuple[Sentence, ...]
    options: tuple[Option, ...] = ()


def demands(tools: Toolbox, rule_id: str) -> Iterator[Demand]:
    """Yield the rules of an id, once for each receiver's profile or format that has it."""
    for profile in tools.profiles:
        for rule, called, sentences in _found(profile.rules, rule_id):
            options = (one for one in profile.options.values() if f"({rule_id})" in one.sentence.en)
            yield Demand(profile.title, rule, called, sentences, tuple(options))
    seen: set[str] = set()
    for one in tools.formats.all():
        if one.rules is None or one.rules.name in seen:
            continue
        seen.add(one.rules.name)
        for rule, called, sentences in _found(one.rules, rule_id):
            yield Demand(one.rules.name, rule, called, sentences)


def _found(rules: RuleSet, rule_id: str) -> Iterator[tuple[Rule, str, tuple[Sentence, ...]]]:
    """Yield the first rule of an id or family, with all that it may say under that id."""
    for rule in rules.rules:
        ids = {name.upper(): name for name in (rule.id, *rule.also)}
        if rule_id not in ids:
            continue
        key = rule.key if ids[rule_id] == rule.id else ids[rule_id]
        templates = rules.speech.templates
        said = (templates[one] for one in templates if one == key or one.startswith(f"{key}."))
        yield rule, ids[rule_id], tuple(said)
        return


def described_demand(demand: Demand, language: Language) -> dict[str, Any]:
    """Return one rule as JSON shows it; places that a finding fills are in brackets."""
    rule = demand.rule
    return {
        "rule": demand.called,
        "asked_by": demand.owner,
        "severity": rule.severity.value,
        "looks_at": rule.scope.value,
        "documents": sorted(rule.documents),
        "says": [_PLACE.sub(r"[\1]", one.speak(language)) for one in demand.sentences],
        "why": _ASKED[rule.mark].speak(language),
        "who": _ACTS[rule.who].speak(language),
        "options": {one.name: one.sentence.speak(language) for one in demand.options},
    }


def show_demands(asked: Iterable[Demand], language: Language) -> None:
    """Print one rule of several receivers; what several of them say alike is said once."""
    alike: dict[str, list[Mapping[str, Any]]] = {}
    for demand in asked:
        said = described_demand(demand, language)
        key = repr([said[one] for one in ("severity", "says", "why", "who")])
        alike.setdefault(key, []).append(said)
    for told in alike.values():
        _show(told, Wording(language))


def _show(told: Sequence[Mapping[str, Any]], words: Wording) -> None:
    console, said = out(), told[0]
    severity = words.say(f"class-{said['severity']}")
    console.print(printable(f"{said['rule']}  {severity}"), markup=False)
    owners = "; ".join(dict.fromkeys(one["asked_by"] for one in told))
    console.print(printable(f"  {words.speak(_BY)} {owners}"), markup=False)
    console.print(f"  {words.speak(_LEADS)}", markup=False)
    for sentence in said["says"]:
        console.print(f"    {sentence}", markup=False)
    console.print(f"  {said['why']} {said['who']}", markup=False)
    settings: dict[tuple[str, str], list[str]] = {}
    for one in told:
        for option in one["options"].items():
            settings.setdefault(option, []).append(one["asked_by"])
    names = [name for name, _ in settings]
    if settings:
        console.print(f"  {words.speak(_SETTINGS)}", markup=False)
    for (name, sentence), who in settings.items():
        # One name may mean another thing to another receiver.
        whose = f" ({'; '.join(who)})" if names.count(name) > 1 else ""
        console.print(printable(f"    {name}{whose}: {sentence}"), markup=False)
