"""docs/performance.md: a head that names the machine, and a section for each benchmark."""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from local.place import ROOT

PAGE = ROOT / "docs" / "performance.md"
_HEAD = """# Performance

Measured by `make bench`; one benchmark alone: `.venv/bin/python -m local.bench <name>`. Take the
ratios, not the absolutes. **Bold** is a figure over its target; its section says why.
"""


@dataclass(frozen=True)
class Section:
    """One benchmark's part of the page."""

    title: str
    name: str
    text: str

    def __str__(self) -> str:
        when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        command = f"`.venv/bin/python -m local.bench {self.name}`"
        return f"## {self.title}\n\n{command} on {when}, {machine()}.\n\n{self.text.strip()}\n"


def machine() -> str:
    """What it was measured on."""
    busy = os.getloadavg()[0]
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores "
        f"(load {busy:.1f}), Python {platform.python_version()}"
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; columns after the first are figures."""
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def marked(figure: float, target: float | None, form: str = "{:.2f}") -> str:
    """A figure as text, bold when it is over its target."""
    text = form.format(figure)
    return f"**{text}**" if target is not None and figure > target else text


def write(sections: Sequence[Section], page: Path = PAGE) -> None:
    """Put the sections in the page; those of benchmarks that did not run stay as they are."""
    kept: dict[str, str] = {}
    if page.exists():
        _, *old = page.read_text("utf-8").split("\n## ")
        kept = {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in old}
    kept |= {section.title: str(section) for section in sections}
    page.write_text("\n".join([_HEAD, *kept.values()]), "utf-8")
