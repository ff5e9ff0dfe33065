"""A stand-in for Sample System, which reads its file by itself (``hub/shadow/answer.py``).

Written from the description of the system, and on purpose without anything that writes the file.
"""

import csv
import io
import re

from hub.shadow.answer import Answer, Delivered
from hub.shadow.shelf import Shelf

NEEDED = ("ItemNumber", "Name", "Group", "Unit", "FromQuantity", "Price")
UNITS = frozenset({"PIECE", "BOX", "PACK", "KILO", "LITRE"})
NUMBER = re.compile(r"[0-9]+(,[0-9]{1,2})?")
NAME_LENGTH = 60


def receive(delivered: Delivered, shelf: Shelf) -> Answer:
    """Load one file."""
    answer = Answer(system="sample-system", file=delivered.name, kind="catalogue")
    answer.number = delivered.name.removesuffix(".csv")
    text = delivered.content.decode("utf-8-sig")
    items: dict[str, dict[str, str]] = {}
    steps: set[tuple[str, str]] = set()
    for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";"):
        number = row.get("ItemNumber") or ""
        missing = [name for name in NEEDED if not row.get(name)]
        if missing:
            answer.say("SAM-01", f"not filled: {', '.join(missing)}", number)
            continue
        if len(row["Name"]) > NAME_LENGTH:
            answer.say("SAM-02", f"the name has {len(row['Name'])} characters", number)
        if row["Unit"] not in UNITS:
            answer.say("SAM-03", f"there is no unit {row['Unit']}", number)
        if not NUMBER.fullmatch(row["Price"]):
            answer.say("SAM-04", f"{row['Price']} is no price", number)
        step = (number, row["FromQuantity"])
        if step in steps:
            answer.say("SAM-07", f"two prices hold from {row['FromQuantity']}", number)
        steps.add(step)
        items[number] = row
    return answer.settle(shelf, answer.number, items, delivered.day)
