"""In which state something is, and why."""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from hub.model.values import Code, Identifier, Measure, Text

__all__ = ["Condition", "Status"]


class Condition(Struct, frozen=True, omit_defaults=True):
    """UBL ``Condition``: what a state depends on, such as the value that was expected."""

    attribute_id: Identifier | None = None
    measure: Measure | None = None
    description: tuple[Text, ...] = ()
    minimum_measure: Measure | None = None
    maximum_measure: Measure | None = None


class Status(Struct, frozen=True, omit_defaults=True):
    """The state of something, with its reason."""

    condition_code: Code | None = None
    reference_date: dt.date | None = None
    reference_time: dt.time | None = None
    description: tuple[Text, ...] = ()
    status_reason_code: Code | None = None
    status_reason: tuple[Text, ...] = ()
    sequence_id: Identifier | None = None
    text: tuple[Text, ...] = ()
    indication_indicator: bool | None = None
    percent: Decimal | None = None
    reliability_percent: Decimal | None = None
    condition: tuple[Condition, ...] = ()
