"""What `hub explain` says beyond a rule's own sentences: why there is one, and examples."""

from types import MappingProxyType
from typing import Any

from hub.app.toolbox import Toolbox
from hub.cli.console import out, printable
from hub.model.sentence import Language, Sentence
from hub.rules.pages import Example, Page, PageKind
from hub.rules.speech import Speech, own_speech

__all__ = ["described_page", "described_reasons", "show_page", "show_reasons"]

_KINDS = MappingProxyType(
    {
        PageKind.RULE: Sentence("a rule", "en regel", "een regel"),
        PageKind.BEHAVIOUR: Sentence("how the hub behaves", "sådan gør hubben", "zo werkt de hub"),
        PageKind.OUTSIDE: Sentence(
            "the hub cannot see it", "det kan hubben ikke se", "dat kan de hub niet zien"
        ),
        PageKind.REASON: Sentence(
            "a reason, or a word of the trace",
            "en grund eller et ord i sporet",
            "een reden, of een woord in het spoor",
        ),
    }
)
_HUB = Sentence("the hub", "hubben", "de hub")
_WHY = Sentence("Why:", "Hvorfor:", "Waarom:")
_SEE = Sentence("See also:", "Se også:", "Zie ook:")
_SENDER = Sentence("The sender:", "Afsenderen:", "De afzender:")
_OPERATOR = Sentence("The operator:", "Driften:", "De beheerder:")
_EXAMPLE = Sentence("Example", "Eksempel", "Voorbeeld")
_BAD = Sentence("wrong:", "forkert:", "fout:")
_GOOD = Sentence("right:", "rigtigt:", "goed:")
_NOTHING = Sentence("(nothing)", "(intet)", "(niets)")


def described_page(tools: Toolbox, page: Page, language: Language) -> dict[str, Any]:
    """Return the page of an id that no rule has, as JSON shows it."""
    return {
        "rule": page.rule,
        "asked_by": _owner(tools, page).speak(language),
        "kind": page.kind.value,
        "says": [] if page.asks is None else [page.asks.speak(language)],
        **described_reasons(tools, page, language),
    }


def described_reasons(tools: Toolbox, page: Page, language: Language) -> dict[str, Any]:
    """Return why there is a rule, and its examples, as JSON shows them."""
    return {
        "because": page.why.speak(language),
        "see_also": list(page.see),
        "sender": None if page.sender is None else page.sender.speak(language),
        "operator": None if page.operator is None else page.operator.speak(language),
        "examples": [
            {
                "field": one.field or one.column,
                "called": _called(tools, page, one).speak(language),
                "wrong": one.bad.speak(language),
                "right": one.good.speak(language),
            }
            for one in page.examples
        ],
    }


def show_page(tools: Toolbox, page: Page, language: Language) -> None:
    """Print the page of an id that no rule has."""
    owner, kind = _owner(tools, page).speak(language), _KINDS[page.kind].speak(language)
    out().print(printable(f"{page.rule}  {owner}  ({kind})"), markup=False)
    if page.asks is not None:
        out().print(f"  {page.asks.speak(language)}", markup=False)
    show_reasons(tools, page, language)


def show_reasons(tools: Toolbox, page: Page, language: Language) -> None:
    """Print why there is a rule, and its examples."""
    said = described_reasons(tools, page, language)
    lines = [f"{_WHY.speak(language)} {said['because']}"]
    for word, who in ((_SENDER, "sender"), (_OPERATOR, "operator")):
        if said[who] is not None:
            lines.append(f"{word.speak(language)} {said[who]}")
    if page.see:
        lines.append(f"{_SEE.speak(language)} {', '.join(page.see)}")
    for one in said["examples"]:
        head = _EXAMPLE.speak(language)
        lines.append(f"{head}, {one['called']}:" if one["called"] else f"{head}:")
        for word, text in ((_BAD, one["wrong"]), (_GOOD, one["right"])):
            shown = text or _NOTHING.speak(language)
            lines.append(f"  {word.speak(language)} {printable(shown)}")
    for line in lines:
        out().print(f"  {line}", markup=False)


def _owner(tools: Toolbox, page: Page) -> Sentence:
    if page.owner in tools.profiles:
        title = tools.profiles[page.owner].title
    elif any(folder.name == page.owner for folder in tools.folders):
        title = page.owner
    else:
        return _HUB
    return Sentence(title, title, title)


def _called(tools: Toolbox, page: Page, one: Example) -> Sentence:
    if not one.field:
        return Sentence(one.column, one.column, one.column)
    return _speech(tools, page.owner).label(one.field.removeprefix("head."))


def _speech(tools: Toolbox, owner: str) -> Speech:
    if owner in tools.profiles:
        return tools.profiles[owner].rules.speech
    for one in tools.formats.all():
        if one.rules is not None and one.rules.name == owner:
            return one.rules.speech
    return own_speech()
