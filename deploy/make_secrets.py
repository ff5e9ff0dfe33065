#!/usr/bin/env python3
"""Make the secrets of compose.yaml: random passwords, one file each, never twice.

Run it once, beside compose.yaml. Only the standard library is needed. The folder can be
read by its owner alone; the files in it by everybody, because a container's user, which is
nobody on this machine, reads them where they are mounted.
"""

import base64
import hashlib
import json
import secrets
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(folder: Path) -> int:
    """Write every file; says what to do when there are some already."""
    if folder.exists():
        sys.stderr.write(
            f"{folder} is there already, and the servers know its passwords. To change one, "
            "see docs/runbooks/rotate-a-password.md\n"
        )
        return 1
    folder.mkdir(mode=0o700, parents=True)
    for name, content in contents().items():
        path = folder / name
        path.write_text(content, encoding="ascii")
        path.chmod(0o444)
    sys.stdout.write(f"made {folder}; keep a copy in a safe place\n")
    return 0


def contents() -> dict[str, str]:
    """Return each file's name and content."""
    # Letters and digits only: they stand in addresses as they are.
    names = ("postgres", "hub", "operator", "grafana")
    password = {name: secrets.token_hex(24) for name in names}
    definitions = {
        "vhosts": [{"name": "hub"}],
        "users": [
            _user("hub", password["hub"], []),
            _user("operator", password["operator"], ["administrator"]),
        ],
        "permissions": [_everything("hub"), _everything("operator")],
    }
    return {
        "postgres_password": password["postgres"],
        "database_url": f"postgresql://hub:{password['postgres']}@postgres/hub",
        "broker_url": f"amqp://hub:{password['hub']}@rabbitmq:5672/hub",
        "broker_api": f"http://operator:{password['operator']}@rabbitmq:15672",
        "rabbitmq_definitions": json.dumps(definitions, indent=1) + "\n",
        "grafana_password": password["grafana"],
    }


def _user(name: str, password: str, tags: list[str]) -> dict[str, object]:
    return {
        "name": name,
        "password_hash": _hashed(password),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": tags,
    }


def _hashed(password: str) -> str:
    """Return the form in which the broker keeps a password: salt, then SHA-256 of both."""
    salt = secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _everything(user: str) -> dict[str, str]:
    return {"user": user, "vhost": "hub", "configure": ".*", "write": ".*", "read": ".*"}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "secrets"))
