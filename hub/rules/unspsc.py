"""Rules UNS-01 to UNS-05: UNSPSC codes of a catalogue line.

Classifications of other lists are left alone: only a code of list ``UNSPSC`` (OIOUBL) or
``TST`` (UNCL 7143), or one that names no list, is judged.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from hub.facts.unspsc import UnspscLevel, UnspscTable, clean_unspsc, in_groups, level_of
from hub.model.catalogue import CatalogueLine
from hub.model.finding import Severity, Who
from hub.model.sentence import Sentence
from hub.model.values import Code
from hub.rules.path import set_path
from hub.rules.rule import Hit, Locate, Rule, RuleContext, Scope
from hub.rules.speech import text_of

__all__ = ["UNSPSC_RULES", "deepest", "inside_agreement", "unspsc_codes"]

_LISTS = frozenset({None, "", "UNSPSC", "TST"})
_CHILDREN = 5
_LEVELS = {
    UnspscLevel.SEGMENT: Sentence("segment", "segment", "segment"),
    UnspscLevel.FAMILY: Sentence("family", "familie", "familie"),
    UnspscLevel.CLASS: Sentence("class", "klasse", "klasse"),
}


def unspsc_codes(body: CatalogueLine) -> list[tuple[str, Code]]:
    """Return path and code of each UNSPSC classification of a line."""
    if body.item is None:
        return []
    groups = body.item.commodity_classification
    return [
        (f"item.commodity_classification[{index}].item_classification_code", code)
        for index, group in enumerate(groups)
        if (code := group.item_classification_code) is not None and code.list_id in _LISTS
    ]


def eight_digits(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """UNS-01: exactly eight digits; blanks between pairs are removed."""
    hits: list[Hit] = []
    for path, code in unspsc_codes(body):
        if len(code.value) == 8 and code.value.isascii() and code.value.isdigit():  # noqa: PLR2004
            continue
        clean = clean_unspsc(code.value)
        if clean is None:
            hits.append(Hit(path, code, "8 digits"))
        else:
            body = set_path(body, path, replace(code, value=clean))
            hits.append(
                Hit(path, code, clean, severity=Severity.FIX, variant="cleaned", repaired=body)
            )
    return hits


def deepest(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """UNS-02: commodity level, for receivers that ask for the deepest code.

    A class that has nothing below it in the loaded table is warned about only.
    """
    hits: list[Hit] = []
    for path, code in unspsc_codes(body):
        clean = code.value
        if len(clean) != 8 or not clean.isdigit() or not clean.endswith("00"):  # noqa: PLR2004
            continue
        level = level_of(clean)
        table = ctx.lookups.unspsc
        children = table.children(clean, _CHILDREN) if table is not None else ()
        lonely = level is UnspscLevel.CLASS and table is not None and not children
        lonely = lonely and table is not None and clean in table
        below = ", ".join(child.code for child in children)
        hits.append(
            Hit(
                path,
                code,
                below or None,
                args={"level": _LEVELS[level], "below": below},
                variant="lonely" if lonely else ("children" if below else None),
                severity=Severity.WARN if lonely else None,
            )
        )
    return hits


class _Exists:
    """UNS-03: the code exists in the loaded version; without a table one warning for all."""

    def __init__(self, ctx: RuleContext) -> None:
        self._table: UnspscTable | None = ctx.lookups.unspsc
        self._right: set[str] = set()
        self._any = False

    def line(self, _number: int, body: CatalogueLine, _locate: Locate) -> Iterable[Hit]:
        """Look up the codes of one line."""
        hits: list[Hit] = []
        for path, code in unspsc_codes(body):
            self._any = True
            if self._table is None or code.value in self._right:
                continue
            if code.value in self._table:
                self._right.add(code.value)
            elif clean_unspsc(code.value) is not None:
                version = self._table.version
                variant = None if version else "unnamed"
                hits.append(Hit(path, code, args={"version": version or ""}, variant=variant))
        return hits

    def end(self) -> Iterable[Hit]:
        """Say once that nothing could be looked up."""
        if self._table is None and self._any:
            return [Hit(severity=Severity.WARN, variant="no-table", who=Who.HUB)]
        return ()


class _ListedVersion:
    """UNS-04: the list version is given and is one the receiver supports.

    A missing version is set to the profile's first (``unspsc_versions``). Whole catalogues
    have one version or none, so each is told once, at the first line that has it.
    """

    def __init__(self, ctx: RuleContext) -> None:
        self._supported = ctx.options.get("unspsc_versions") or []
        self._told: set[str] = set()

    def line(self, _number: int, body: CatalogueLine, _locate: Locate) -> Iterable[Hit]:
        """Judge the versions of one line."""
        supported = self._supported
        wanted = supported[0] if supported else None
        hits: list[Hit] = []
        for path, code in unspsc_codes(body):
            version = code.list_version_id
            if version and (not supported or version in supported):
                continue
            if version:
                field, expected = f"{path}.list_version_id", ", ".join(supported)
                hits.append(Hit(field, version, expected, quiet=self._again(version)))
            elif wanted is not None:
                body = set_path(body, path, replace(code, list_version_id=wanted))
                quiet = self._again("")
                hits.append(Hit(path, code, wanted, variant="set", repaired=body, quiet=quiet))
        return hits

    def end(self) -> Iterable[Hit]:
        """Nothing is left to say."""
        return ()

    def _again(self, version: str) -> bool:
        """Return whether a version was told before, and remember that it was."""
        known = version in self._told
        self._told.add(version)
        return known


def inside_agreement(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """UNS-05: one of the item's codes belongs to the product groups of the agreement."""
    agreement = ctx.route.agreement
    if agreement is None or not agreement.product_groups:
        return ()
    codes = unspsc_codes(body)
    if not codes or any(in_groups(code.value, agreement.product_groups) for _, code in codes):
        return ()
    path, code = codes[0]
    allowed = ", ".join(agreement.product_groups)
    return [Hit(path, text_of(code), allowed, args={"agreement": agreement.id})]


UNSPSC_RULES = (
    Rule("UNS-01", Severity.ERROR, Scope.LINE, eight_digits, repairs=True, shared=True),
    Rule("UNS-02", Severity.ERROR, Scope.LINE, deepest, shared=True),
    Rule("UNS-03", Severity.ERROR, Scope.STREAM, _Exists, shared=True),
    Rule("UNS-04", Severity.WARN, Scope.STREAM, _ListedVersion, repairs=True, shared=True),
    Rule("UNS-05", Severity.ERROR, Scope.LINE, inside_agreement),
)
