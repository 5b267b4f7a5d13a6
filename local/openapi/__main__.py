"""`python -m local.openapi` writes the OpenAPI document; `--check` fails when it is old."""

import json
import sys
from typing import Any

from local.endpoints import FUNCTIONS, endpoints, make_importable

DOCUMENT = FUNCTIONS / "platform_info" / "openapi.json"


def rendered() -> str:
    """The committed file as it should be now."""
    from local.openapi.document import build

    return written(build(endpoints()))


def written(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def is_outdated() -> bool:
    """Whether the committed file differs from what the endpoints say."""
    return not DOCUMENT.exists() or DOCUMENT.read_text("utf-8") != rendered()


def main(arguments: list[str]) -> int:
    make_importable()
    if "--check" in arguments:
        if outdated := is_outdated():
            print(f"{DOCUMENT.name} is out of date: run `make openapi` and commit it")
        return int(outdated)
    text = rendered()
    DOCUMENT.write_text(text, "utf-8")
    print(f"{DOCUMENT.name}: {len(text.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
