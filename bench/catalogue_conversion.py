"""A long OIOUBL catalogue through the line to a receiver of price books, against its schema.

bare     parse the whole and validate it, in lxml alone
shipped  the same by the schemas as they are published, whose code lists are lists of values
process  identify, validate and read line by line, find the route, judge, write the price book

All in turns in one process, by processor time.

python bench/catalogue_conversion.py [--lines 3000] [--rounds 3]
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from catalogue_memory import write_xml
from comparing import Goal, Race, Variant
from lxml import etree
from neighbours import Neighbours, neighbours

from hub.formats.payload import Payload

TARGET = "truetrade:pricebook:1"


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with (
        neighbours("catalogue", TARGET) as pair,
        tempfile.TemporaryDirectory(prefix="hub-bench-") as folder,
    ):
        path = Path(folder) / "long.xml"
        write_xml(path, asked.lines)
        payload = Payload.of_file(path)

        def bare() -> float:
            _bare(pair, payload)
            return asked.lines

        shipped = _shipped(pair)

        def published() -> float:
            with payload.open() as stream:
                if not shipped.validate(etree.parse(stream)):
                    raise SystemExit("the catalogue does not fit the published schema")
            return asked.lines

        def whole() -> float:
            pair.send(payload)
            return asked.lines

        variants = [
            Variant("bare", bare), Variant("shipped", published), Variant("process", whole)
        ]  # fmt: skip
        for variant in variants:  # schemas are compiled and tables made ready once
            variant.run()
        # At most 0.60 of the time is at least 1.67 of the speed.
        goals = [Goal("process", "bare", 0.45), Goal("process", "shipped", 1 / 0.6)]
        race = Race("catalogue-conversion", "lines", variants, goals, clock=time.process_time)
        return race.run(asked.rounds)


def _shipped(pair: Neighbours) -> etree.XMLSchema:
    """Compile the schema as it is published."""
    schema = pair.tools.schemas.schema("ubl-2.0", "Catalogue")
    if schema is None:
        raise SystemExit("type: hub schemas install")
    return etree.XMLSchema(etree.parse(schema.path))


def _bare(pair: Neighbours, payload: Payload) -> None:
    schema = pair.tools.schemas.schema("ubl-2.0", "Catalogue")
    if schema is None:
        raise SystemExit("type: hub schemas install")
    with payload.open() as stream:
        if schema.validate_bare(etree.parse(stream).getroot()):
            raise SystemExit("the catalogue does not fit its schema")


if __name__ == "__main__":
    sys.exit(main())
