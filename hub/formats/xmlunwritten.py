"""What a template could not write, told by model path: the second, slow look."""

from collections.abc import Collection
from typing import Any

from msgspec.structs import astuple

from hub.formats.leaves import NONE, leaves_of
from hub.formats.xmlleaf import Output
from hub.formats.xmltext import has_forbidden
from hub.formats.xmlvalues import attribute_names
from hub.formats.xmlwrite import Template
from hub.model.loss import LossKind, LossReport

__all__ = ["file_losses"]


def file_losses(template: Template, value: Any, output: Output, losses: LossReport) -> None:
    """File what was lost in writing ``value``, when the writing noticed anything."""
    for name, text in output.derived.items():
        losses.add(name, LossKind.DERIVED, text)
    for name, reason in output.failed:
        losses.add(name, LossKind.NO_HOME, reason)
    if output.odd or output.homeless:
        _look(template, value, "", losses, leaves=output.odd)


def _look(template: Template, value: Any, path: str, losses: LossReport, *, leaves: bool) -> None:
    for name, inner in zip(template.names, astuple(value), strict=True):
        if inner is None or inner is NONE:
            continue
        below = f"{path}.{name}" if path else name
        how = template.inner.get(name)
        if how is None:
            _lost(inner, below, losses)
            continue
        values = inner if isinstance(inner, tuple) else (inner,)
        most = template.most.get(name)
        if most is not None:
            _lost(values[most:], below, losses)
            values = values[:most]
        if isinstance(how, Template):
            for one in values:
                _look(how, one, below, losses, leaves=leaves)
        elif leaves:
            for one in values:
                _look_at_leaf(how, one, below, losses)


def _look_at_leaf(allowed: Collection[str], value: Any, path: str, losses: LossReport) -> None:
    text = getattr(value, "value", None)
    if isinstance(text, str) and has_forbidden(text):
        losses.add(path, LossKind.NARROWED, text)
    if text is None:
        return
    values = astuple(value)
    if values.count(None) == len(values) - 1:
        # Most values say nothing but their text.
        return
    for xml, name in attribute_names(value.__class__).items():
        attribute = getattr(value, name)
        if attribute is None:
            continue
        if xml not in allowed:
            losses.add(f"{path}.{name}", LossKind.NO_HOME, attribute)
        elif has_forbidden(attribute):
            losses.add(f"{path}.{name}", LossKind.NARROWED, attribute)


def _lost(value: Any, path: str, losses: LossReport) -> None:
    for place, text in leaves_of(value, path):
        losses.add(place, LossKind.NO_HOME, text)
