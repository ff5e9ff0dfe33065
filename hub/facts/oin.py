"""The Dutch OIN: twenty positions that say in which register a main number stands."""

from types import MappingProxyType

from msgspec import Struct

__all__ = ["OIN_REGISTERS", "Oin", "OinRegister", "split_oin"]


class OinRegister(Struct, frozen=True):
    """A register an OIN may point to.

    Attributes:
        name: the register, or what the prefix is for.
        main: positions of the main number; the suffix of zeros fills up to twelve.
        scheme: the hub's spelling when the main number is an identifier with a check.
        digits: whether the main number has digits only.
        numbered: whether the last positions count the numbers of one holder, instead of
            being zeros; sub-OINs in use end in 001 and so on.
    """

    name: str
    main: int = 9
    scheme: str | None = None
    digits: bool = False
    numbered: bool = False


OIN_REGISTERS = MappingProxyType(
    {
        "00000001": OinRegister("RSIN", scheme="NL:RSIN", digits=True),
        "00000002": OinRegister("Fi number", digits=True),
        "00000003": OinRegister("KvK", main=8, scheme="NL:KVK", digits=True),
        "00000004": OinRegister("sub-OIN", numbered=True),
        "00000005": OinRegister("free"),
        "00000006": OinRegister("Logius"),
        "00000007": OinRegister("BRIN"),
        "00000008": OinRegister("foreign"),
        "00000009": OinRegister("UZI"),
        "00000010": OinRegister("TRR"),
        "00000099": OinRegister("test"),
    }
)
"""The prefix table. Only RSIN and KvK main numbers have a check the hub can make."""


class Oin(Struct, frozen=True):
    """An OIN in its parts; ``register`` is None when no register has that prefix."""

    prefix: str
    main: str
    suffix: str
    register: OinRegister | None


def split_oin(value: str) -> Oin:
    """Return the parts of twenty positions; only KvK numbers are eight long."""
    prefix = value[:8]
    register = OIN_REGISTERS.get(prefix)
    end = 8 + (register.main if register else 9)
    return Oin(prefix, value[8:end], value[end:], register)
