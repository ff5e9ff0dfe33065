"""What a publisher's own stylesheets say beside the hub, in sentences for people."""

from hub.model.opinion import Agreement, Opinion
from hub.render.wording import Wording

__all__ = ["opinion_said"]


def opinion_said(opinion: Opinion, words: Wording) -> tuple[str, ...]:
    """Return whether the two agree, then each thing that only one of them says."""
    said = [_summary(opinion, words)]
    sides = (
        ("opinion-found", opinion.found),
        ("opinion-only-hub", opinion.only_hub),
        ("opinion-only-publisher", opinion.only_publisher),
    )
    said += [words.say(key, rules=", ".join(rules)) for key, rules in sides if rules]
    return tuple(said)


def _summary(opinion: Opinion, words: Wording) -> str:
    if opinion.agreement is Agreement.UNKNOWN:
        reason = "" if opinion.reason is None else words.speak(opinion.reason)
        return words.say("opinion-unknown", release=opinion.release, reason=reason)
    if opinion.agreement is Agreement.DISAGREES:
        return words.say("opinion-disagrees", release=opinion.release)
    if opinion.found:
        return words.say("opinion-refuses", release=opinion.release)
    return words.say("opinion-agrees", release=opinion.release)
