"""How much loading 20,000 parties costs beyond parsing their files with ``tomllib``.

Both are done in turns within one run, so that whatever else the machine does hits both; the
answer is the ratio. Promise: at most 3.

    python bench/config_load.py [--parties 20000] [--rounds 3]
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from hub.config.directory import load_directory
from hub.facts.checkdigits import gs1_check_digit, mod11_check_digit
from hub.model.identity import FormatId
from hub.rules.profile import Profile
from hub.rules.ruleset import RuleSet

PROMISE = 3.0
RESULT = Path("build/bench/config_load.json")
BUYERS = 100
ADDRESSES = 300
AGREEMENTS = 200
CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)

SELLER = """\
name = "Leverandør {key} (fiktiv) ApS"
country = "DK"
roles = ["seller"]

[numbers]
CVR = "{cvr}"

[address]
street_name = "Eksempelvej"
building_number = "1"
postal_zone = "9999"
city_name = "Fiktivby"

[contacts.overall]
name = "Kundeservice (fiktiv)"
mail = "kontakt@{key}.example"

[[account]]
kind = "folder"
path = "in/{key}"
answer = "answers"
language = "da"

[[port]]
name = "answers"
kind = "folder"
path = "out/{key}/answers"

[[port]]
name = "orders"
kind = "folder"
path = "out/{key}/orders"

[[receives]]
kind = "*"
port = "orders"
"""

BUYER = """\

[[port]]
name = "catalogues"
kind = "folder"
path = "out/{key}/catalogues"

[[receives]]
kind = "catalogue"
port = "catalogues"
format = "oioubl:catalogue:2.02"
profile = "prisme"
"""

AGREEMENT = """\

[[agreement]]
id = "A-{number}"
seller = "s{seller:05d}"
product_groups = ["44", "14"]
unspsc_version = "19.0501"
valid_from = 2026-01-01
valid_to = 2029-12-31
"""


def company_numbers(first: int = 9_900_000) -> "list[str]":
    """Return all company numbers of a made-up range that pass their check digit."""
    bodies = (str(number) for number in range(first - 50_000, first + 50_000))
    closed = ((body, mod11_check_digit(body, CVR_WEIGHTS, 1)) for body in bodies)
    return [body + digit for body, digit in closed if digit is not None]


def generate(folder: Path, parties: int) -> None:
    """Write the files: some buyers with many addresses and agreements, the rest sellers."""
    numbers = company_numbers()
    sellers = parties - BUYERS
    gln = 0
    for place in range(parties):
        buyer = place < BUYERS
        key = f"b{place:05d}" if buyer else f"s{place - BUYERS:05d}"
        text = SELLER.format(key=key, cvr=numbers[place])
        if buyer:
            text = text.replace('["seller"]', '["buyer"]') + BUYER.format(key=key)
            text += "".join(
                AGREEMENT.format(number=n, seller=(place * AGREEMENTS + n) % sellers)
                for n in range(AGREEMENTS)
            )
        (folder / f"{key}.toml").write_text(text, encoding="utf-8")
        rows = ["scheme,value,name"]
        for door in range(ADDRESSES if buyer else 1):
            body = f"57999{gln:07d}"
            gln += 1
            rows.append(f"GLN,{body}{gs1_check_digit(body)},Dør {door} (eksempel)")
        csv = folder / f"{key}.endpoints.csv"
        csv.write_text("\n".join(rows) + "\n", encoding="utf-8")


def parse_only(folder: Path) -> None:
    """Parse every TOML file and nothing more."""
    for path in sorted(folder.glob("*.toml")):
        with path.open("rb") as file:
            tomllib.load(file)


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes, in seconds of processor time of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> int:
    """Measure, print and keep the ratio; returns 1 when the promise is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--parties", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    formats = frozenset({FormatId.parse("oioubl:catalogue:2.02")})
    profiles = {"prisme": Profile("prisme", "Made up", tuple(formats), RuleSet("prisme"))}
    with tempfile.TemporaryDirectory(prefix="hub-bench-config-") as name:
        parties = Path(name, "parties")
        parties.mkdir()
        generate(parties, options.parties)
        parsing, loading = [], []
        for _ in range(options.rounds):
            parsing.append(seconds(lambda: parse_only(parties)))
            loading.append(
                seconds(
                    lambda: load_directory(
                        Path(name),
                        Path("/srv/hub"),
                        known_formats=formats,
                        known_profiles=profiles,
                    )
                )
            )
    ratios = [load / parse for load, parse in zip(loading, parsing, strict=True)]
    result = {
        "parties": options.parties,
        "tomllib_seconds": [round(value, 3) for value in parsing],
        "load_seconds": [round(value, 3) for value in loading],
        "ratio": round(statistics.median(ratios), 3),
        "promise": PROMISE,
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    return 0 if result["ratio"] <= PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())
