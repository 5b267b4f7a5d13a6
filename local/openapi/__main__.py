"""`python -m local.openapi` writes the OpenAPI document, its page and the API's body.

`--check` fails when they are out of date.
"""

import json
import sys
from pathlib import Path
from typing import Any

from local.endpoints import FUNCTIONS, endpoints, make_importable

DOCUMENT = FUNCTIONS / "platform_info" / "openapi.json"
API_BODY = FUNCTIONS / "api"
PAGE = FUNCTIONS / "platform_info" / "docs.html"


def rendered() -> dict[Path, str]:
    """The committed files as they should be now."""
    from local.openapi.document import build
    from local.openapi.gateway import build as build_api_body
    from local.openapi.page import render

    served = endpoints()
    document = build(served)
    return {
        DOCUMENT: written(document),
        PAGE: render(document),
        **{API_BODY / name: written(part) for name, part in build_api_body(served).items()},
    }


def written(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def outdated() -> list[Path]:
    """The committed files that differ from what the endpoints say."""
    return [
        path
        for path, text in rendered().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    make_importable()
    if "--check" in arguments:
        for path in (old := outdated()):
            print(f"{path.name} is out of date: run `make openapi` and commit it")
        return 1 if old else 0
    for path, text in rendered().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        print(f"{path.name}: {len(text.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
