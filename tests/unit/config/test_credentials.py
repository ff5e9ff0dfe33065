"""Passwords and keys that are made here."""

import base64
import hashlib
import re

from hub.config.credentials import api_key, broker_password, salted
from hub.config.keys import ACCOUNT_KINDS


def test_a_password_is_kept_as_the_broker_wants_it() -> None:
    """Four bytes of salt and SHA-256 of salt and password, in a form the configuration takes."""
    made = broker_password()
    raw = base64.b64decode(made.kept)
    assert raw[4:] == hashlib.sha256(raw[:4] + made.secret.encode()).digest()
    assert ACCOUNT_KINDS["queue"]["password_hash"].test(made.kept) is None
    assert salted("same") != salted("same")


def test_a_key_is_kept_by_prefix_and_hash() -> None:
    """The prefix is public; the hash is of the whole key."""
    made = api_key()
    prefix, _, digest = made.kept.partition(":")
    assert made.secret.startswith(prefix)
    assert hashlib.sha256(made.secret.encode()).hexdigest() == digest
    assert ACCOUNT_KINDS["http"]["keys"].test(made.kept) is None


def test_secrets_are_long_and_fit_into_addresses_and_commands() -> None:
    """256 bits, no sign that an address, a shell or an option would read otherwise."""
    made = [broker_password().secret for _ in range(50)] + [api_key().secret for _ in range(50)]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{43,}", secret) for secret in made)


def test_secrets_are_not_printed_by_accident() -> None:
    """Neither the secret nor its hash is in what a debugger or a log would show."""
    made = api_key()
    assert made.secret not in repr(made)
    assert made.kept not in repr(made)
