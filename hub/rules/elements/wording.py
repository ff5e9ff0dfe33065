"""From a broken published rule to a finding a clerk understands, in the project's own words."""

from collections.abc import Iterator
from typing import Any

from hub.model.finding import Finding
from hub.model.finding import Place as Where
from hub.model.sentence import LANGUAGES, Sentence
from hub.rules.elements.asking import ASKED
from hub.rules.elements.check import Check
from hub.rules.elements.condition import OPPOSITES, Condition
from hub.rules.elements.phrases import BECAUSE, BOUNDS, MISSING, PHRASES, STARTLESS, STATES, TWICE
from hub.rules.speech import EMPTY, SHOWN, Speech, shorten
from hub.xml.order import prefixed
from hub.xml.parse import Element
from hub.xml.sentences import plain

__all__ = ["demand", "explained", "say"]

_LONGEST = 200
_LISTED = 6
_SAME = {"given": "filled", "worded": "filled"}
"""Words that people read alike."""


def say(
    check: Check,
    speech: Speech,
    element: Element,
    place: Where,
    value: str | None,
    before: str | None = None,
    wanted: str | None = None,
) -> Finding:
    """Return the finding for a broken rule.

    Args:
        check: the rule.
        speech: the sentences of the folder's functions.
        element: what the rule was asked of.
        place: where to look.
        value: what stands there.
        before: the line that had the value before, for values that must differ.
        wanted: what would have been right, where the rule has calculated it.
    """
    tag = prefixed(element.tag)
    if before is not None:
        sentence = TWICE.fill(name="{name}", value="{value}", before=before)
    elif wanted is not None and check.saying is not None:
        sentence = _calculated(check.saying, speech, missing=value is None)
    else:
        sentence = demand(check, speech, tag, missing=value is None)
    name = _name(check.must, tag)
    if value is not None and not value.strip():
        # Quotes around nothing are read as a hole in the sentence.
        sentence = Sentence(*(_unquoted(sentence.speak(one)) for one in LANGUAGES))
    shown = EMPTY if value is None or not value.strip() else shorten(value, 40)
    filled = _fill(sentence, name=name, value=shown, expected=wanted or "")
    return Finding(
        rule=check.id,
        severity=check.severity,
        message=_sentence_case(filled),
        place=place,
        value=None if value is None else shorten(value, SHOWN),
        expected=_expected(check.must) if wanted is None else wanted,
    )


def demand(
    check: Check, speech: Speech, tag: str, *, missing: bool = False, asking: bool = False
) -> Sentence:
    """Return what a rule says, ``{name}`` and ``{value}`` still open.

    ``missing`` says that there is no value to speak of, ``asking`` that there is no document.
    """
    if check.saying is not None:
        return speech.templates[check.saying]
    must = check.must
    word = _SAME.get(must.word, must.word)
    base = OPPOSITES.get(word, word)
    truth = must.truth
    if base == "other":
        base, truth = "among", not truth
    if base == "count" and must.value == [0, 0]:
        base, truth = "present", False
    elif base == "count" and must.value[0] == 0:
        base = "rare"
    if missing and base in ("length", "decimals", "number"):
        base, truth = "filled", True
    if asking and (base, truth) in ASKED:
        sentence = ASKED[base, truth]
    elif missing and base == "among" and truth:
        sentence = MISSING
    elif missing and base in STARTLESS and truth:
        sentence = STARTLESS[base]
    else:
        sentence = PHRASES[base, truth]
    sentence = _fill(sentence, name="{name}", value="{value}", some=_some(must, tag))
    reasons = [state for one in check.when if (state := _state(one, must, tag)) is not None]
    for state in reasons[:1]:
        sentence = _joined(sentence, _fill(BECAUSE, state=state))
    return sentence


def _calculated(saying: str, speech: Speech, *, missing: bool) -> Sentence:
    """Return the sentence of a function that names the right figure as well."""
    known = speech.templates.get(f"{saying}.known", speech.templates[saying])
    return speech.templates.get(f"{saying}.absent", known) if missing else known


def explained(check: Check, speech: Speech, tag: str) -> Sentence:
    """Return what a rule asks for at an element, without a document in hand.

    Args:
        check: the rule.
        speech: the sentences of the folder's functions.
        tag: the element, with prefix.
    """
    sentence = demand(check, speech, tag, asking=True)
    return _sentence_case(_fill(sentence, name=_name(check.must, tag), value="…"))


def _name(condition: Condition, tag: str) -> Sentence:
    """Return what a condition is about, in plain words."""
    path = condition.path
    if path is None or path.is_self:
        attribute = None if path is None else path.attribute
        return plain(tag if attribute is None else f"{tag}/@{attribute}")
    steps = [step.partition("[")[0] for step in path.text.split("/")]
    named = [step for step in steps if ":" in step or step.startswith("@")]
    return plain("/".join(named[-2:]))


def _some(condition: Condition, tag: str) -> Sentence:
    """Return what is allowed, or asked for."""
    value = condition.value
    word = OPPOSITES.get(condition.word, condition.word)
    if word in ("length", "decimals"):
        return _bound(value)
    if word == "count":
        return _often(value)
    if word in ("among", "other", "document"):
        return BOUNDS["list"] if isinstance(value, str) else _listed([str(one) for one in value])
    if word == "same_as":
        steps = [step for step in str(value).split("/") if ":" in step or step.startswith("@")]
        return plain("/".join(steps[-2:]))
    if condition.parts:
        names = dict.fromkeys(_name(part, tag) for part in _leaves(condition))
        return Sentence(
            *(", ".join(name.speak(language) for name in names) for language in LANGUAGES)
        )
    return Sentence(str(value), str(value), str(value))


def _often(value: list[int]) -> Sentence:
    """Return how often something may stand somewhere."""
    low, high = value
    single = {(1, 1): "only", (0, 1): "no more", (1, -1): "no less"}.get((low, high))
    if single is not None:
        return _fill(BOUNDS["once"], bound=BOUNDS[single])
    return _fill(BOUNDS["times"], bound=_bound(value))


def _bound(value: list[int]) -> Sentence:
    low, high = value
    if low == high:
        kind = "exactly"
    elif high < 0:
        kind = "at least"
    else:
        kind = "between" if low else "at most"
    return BOUNDS[kind].fill(low=low, high=high)


def _listed(words: list[str]) -> Sentence:
    if len(words) == 1:
        return Sentence(words[0], words[0], words[0])
    if len(words) > _LISTED:
        return BOUNDS["list"]
    return BOUNDS["or"].fill(first=", ".join(words[:-1]), last=words[-1])


def _state(condition: Condition, must: Condition, tag: str) -> Sentence | None:
    """Return the reason a rule is asked, where it says more than the rule itself."""
    path, about = condition.path, must.path
    if path is None or (about is not None and path.text == about.text):
        return None
    base = OPPOSITES.get(condition.word, condition.word)
    if base in ("among", "other"):
        truth = condition.truth is (base == "among")
        state = STATES["is" if truth else "is not"]
        return _fill(state, name=_name(condition, tag), some=_some(condition, tag))
    if base in ("present", "filled", "given", "worded"):
        state = STATES["there" if condition.truth else "not there"]
        return _fill(state, name=_name(condition, tag))
    return None


def _expected(condition: Condition) -> str | None:
    """Return what is expected in one word, where there is one."""
    value = condition.value
    if condition.word in ("among", "only") and not isinstance(value, str):
        return shorten(", ".join(str(one) for one in value), SHOWN)
    if condition.word in ("length", "decimals", "count"):
        low, high = value
        return str(low) if low == high else f"{low}-{'' if high < 0 else high}"
    return None


def _leaves(condition: Condition) -> Iterator[Condition]:
    for part in condition.parts:
        if part.parts:
            yield from _leaves(part)
        elif part.path is not None:
            yield part


def _unquoted(said: str) -> str:
    """Return a template whose value stands without the quotes around it."""
    return said.replace("“{value}”", "{value}")


def _fill(sentence: Sentence, **words: Any) -> Sentence:
    """Fill the places of a sentence; a sentence among the words is spoken in each language."""
    return Sentence(
        *(
            sentence.speak(language).format(
                **{
                    key: word.speak(language) if isinstance(word, Sentence) else word
                    for key, word in words.items()
                }
            )
            for language in LANGUAGES
        )
    )


def _joined(first: Sentence, second: Sentence) -> Sentence:
    return Sentence(*(first.speak(language) + second.speak(language) for language in LANGUAGES))


def _sentence_case(sentence: Sentence) -> Sentence:
    return Sentence(
        *(
            shorten(text[:1].upper() + text[1:], _LONGEST)
            for text in (sentence.speak(language) for language in LANGUAGES)
        )
    )
