"""Cut botocore's data down to what a Lambda reads: `trim_botocore.py <data folder> <service> ...`.

botocore describes 430 services, with their documentation, in 27 MB. A client reads the
description of its service and the endpoints of all services when it is made, so what is left out
here is left out of every cold start.
"""

import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import Any


def trim(data: Path, services: set[str]) -> None:
    """Keep these services only, without documentation."""
    missing = services - {folder.name for folder in data.iterdir()}
    if missing:
        raise SystemExit(f"botocore has no service {', '.join(sorted(missing))}.")
    for folder in data.iterdir():
        if folder.is_dir() and folder.name not in services:
            shutil.rmtree(folder)
    prefixes = set()
    for file in sorted(data.glob("*/*/*.json*")):
        if file.name.startswith("examples-"):
            file.unlink()
            continue
        content = _without_documentation(_read(file))
        prefixes.add(content.get("metadata", {}).get("endpointPrefix"))
        _write(file, content)
    endpoints = data / "endpoints.json"
    content = _read(endpoints)
    for partition in content["partitions"]:
        known = partition["services"]
        partition["services"] = {name: known[name] for name in known if name in prefixes}
    _write(endpoints, content)


def _without_documentation(part: Any) -> Any:
    """A service's description without the texts; a member that is called so is kept.

    The text of a client's own parameters is emptied: botocore demands one, for S3.
    """
    if isinstance(part, list):
        return [_without_documentation(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    return {
        name: _emptied(inner) if name == "clientContextParams" else _without_documentation(inner)
        for name, inner in part.items()
        if not (name == "documentation" and isinstance(inner, str))
    }


def _emptied(parameters: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: known | {"documentation": ""} for name, known in parameters.items()}


def _read(file: Path) -> Any:
    raw = file.read_bytes()
    return json.loads(gzip.decompress(raw) if file.suffix == ".gz" else raw)


def _write(file: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    # botocore finds either; without compression there is nothing to undo at a start.
    if file.suffix == ".gz":
        file.unlink()
        file = file.with_suffix("")
    file.write_bytes(text)


if __name__ == "__main__":
    trim(Path(sys.argv[1]), set(sys.argv[2:]))
