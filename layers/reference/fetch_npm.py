"""Fetch one file or folder of an npm package, if the package has the pinned digest.

`python fetch_npm.py PACKAGE VERSION SHA512 MEMBER TARGET`; SHA512 in base64, as npm shows it.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path


def fetch(package: str, version: str, sha512: str, member: str, target: Path) -> None:
    """Put `member` of the package at `target`, whole or not at all."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(f"Node (npm) is missing: {package} comes as an npm package.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        subprocess.run(  # noqa: S603
            [npm, "pack", f"{package}@{version}", "--silent"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        [archive] = Path(folder).glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if digest != sha512:
            raise SystemExit(f"{archive.name} is not the package that was pinned.")
        with tarfile.open(archive) as content:
            content.extractall(folder, filter="data")
        (Path(folder) / member).rename(target)


if __name__ == "__main__":
    *names, place = sys.argv[1:]
    fetch(*names, target=Path(place))
