"""Cut google-cloud-aiplatform down to the one service that is called: PredictionService over REST.

The package holds clients of some ninety services, each of which its `__init__` imports: 116 MB and
1.5 s of a cold start. What is kept is what the service's client imports, found by reading the
imports, not by a list that an update of the package would make wrong.
"""

import ast
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

SERVICE = "google.cloud.aiplatform_v1.services.prediction_service"
_PACKAGE = "google.cloud.aiplatform_v1"
# Beside the package's clients: what is built on them, and a second version of them.
_UNUSED = (
    "agentplatform", "bin", "google/cloud/aiplatform", "google/cloud/aiplatform_v1beta1",
    "vertex_ray", "vertexai",
)  # fmt: skip


def trim(packages: Path) -> None:
    """Remove from a folder of installed packages what calling the service does not need."""
    for name in _UNUSED:
        _remove(packages / name)
    # Importing them would import all that they name; what is called is imported by its own module.
    for name in (_PACKAGE, f"{_PACKAGE}.types", SERVICE, f"{_PACKAGE}.services"):
        (_folder(packages, name) / "__init__.py").write_text(_INITS.get(name, ""), "utf-8")
    kept = _reached(packages, {f"{SERVICE}.client", f"{SERVICE}.transports.rest"})
    root = _folder(packages, _PACKAGE)
    for path in sorted(root.rglob("*.py")):
        if path not in kept and path.name != "__init__.py":
            path.unlink()
    for folder in sorted((f for f in root.rglob("*") if f.is_dir()), reverse=True):
        if not any(path in kept for path in folder.rglob("*.py")):
            shutil.rmtree(folder)


# The service's own `__init__` imports a client on asyncio besides. The package's version is asked
# for by its clients.
_INITS = {_PACKAGE: "from google.cloud.aiplatform_v1 import gapic_version\n"}


def _reached(packages: Path, modules: set[str]) -> set[Path]:
    """The files of the package that these modules import, and so on."""
    found: set[Path] = set()
    waiting = set(modules)
    while waiting:
        path = _file(packages, waiting.pop())
        if path is None or path in found:
            continue
        found.add(path)
        waiting |= {name for name in _imports(path) if name.startswith(_PACKAGE)}
        if path.name == "__init__.py":
            continue
        # A package's `__init__` is run before its modules.
        for folder in path.relative_to(packages).parents:
            waiting.add(".".join(folder.parts))
    return found


def _imports(path: Path) -> Iterator[str]:
    """Every module that a file may import, and each name of it, which may be a module."""
    package = path.parent
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.parents[node.level - 2] if node.level > 1 else package
                parts = above.parts[above.parts.index("google") :]
                base = ".".join([*parts, base] if base else parts)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _file(packages: Path, module: str) -> Path | None:
    path = _folder(packages, module)
    if path.with_suffix(".py").is_file():
        return path.with_suffix(".py")
    return path / "__init__.py" if (path / "__init__.py").is_file() else None


def _folder(packages: Path, module: str) -> Path:
    return packages.joinpath(*module.split("."))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    trim(Path(sys.argv[1]))
