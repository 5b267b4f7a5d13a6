"""What must not stand in a file of the project: other machines, package hosts, people's mail."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from local.place import ROOT
from tests.contract.repository import lines_of, problems

# Put together from parts, so that this file does not name them either.
PACKAGE_HOSTS = re.compile(
    "|".join([r"pypi\." + "org", "files.pythonhosted" + r"\.org", r"registry\.npmjs\." + "org"])
    + "|"
    + r"deb\.debian\."
    + "org|"
    + "proxy.golang"
    + r"\.org|registry\.yarnpkg\.com"
)
# Home folders and the places where a build machine keeps a checkout.
MACHINE_PATHS = re.compile(r"(?<![\w./{}$-])/(?:root|home/\w+|Users/\w+|work|workspace)/[\w.-]+")
MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,})")
# RFC 2606 and RFC 6761 keep these for examples and tests.
RESERVED = ("example.com", "example.org", "example.net", "example", "test", "invalid", "localhost")


@cache
def texts() -> list[tuple[str, str]]:
    """Every file of the project that is text, as it is now."""
    ignored = {".git", *(line.strip("/") for line in lines_of(ROOT / ".gitignore"))}
    found = []
    for folder, folders, files in ROOT.walk():
        folders[:] = sorted(set(folders) - ignored)
        for path in (folder / name for name in sorted(files)):
            content = path.read_bytes()
            if b"\0" not in content and path.suffix != ".pyc":
                found.append((str(path.relative_to(ROOT)), content.decode("utf-8")))
    return found


def hits(pattern: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    for name, text in texts():
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{name}:{line}", match


def is_reserved(domain: str) -> bool:
    return any(domain == name or domain.endswith("." + name) for name in RESERVED)


def test_every_file_is_utf_8() -> None:
    assert len(texts()) > 100


def test_no_file_names_a_package_host() -> None:
    found = [f"{place}: {match[0]}" for place, match in hits(PACKAGE_HOSTS)]
    assert not found, problems(found)


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [f"{place}: {match[0]}" for place, match in hits(MACHINE_PATHS)]
    assert not found, problems(found)


def test_mail_addresses_are_of_domains_kept_for_examples() -> None:
    found = [
        f"{place}: {match[0]}; use example.com"
        for place, match in hits(MAIL)
        if not is_reserved(match[1].lower())
    ]
    assert not found, problems(found)


def commands_of(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):.*##", makefile, re.MULTILINE))


def test_every_make_command_in_the_documents_is_in_the_makefile() -> None:
    known = commands_of((ROOT / "Makefile").read_text("utf-8"))
    found = []
    for name, text in texts():
        if name.endswith(".md"):
            code = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^(?: {4}|\$ ?)(.+)$", text, re.M)
            blocks = re.findall(r"^```[a-z]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
            for line in [*code, *(line for block in blocks for line in block.splitlines())]:
                found += [
                    f"{name}: `make {command}`, which the Makefile does not have"
                    for command in re.findall(r"^\$? ?make ([a-z][a-z-]*)", line.strip())
                    if command not in known
                ]
    assert known >= {"run", "test", "check", "deploy"}
    assert not found, problems(found)


def test_every_file_that_a_document_links_to_exists() -> None:
    found = []
    for name, text in texts():
        if name.endswith(".md"):
            found += [
                f"{name}: links to {target}, which is not there"
                for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
                if "://" not in target and not ((ROOT / name).parent / Path(target)).exists()
            ]
    assert not found, problems(found)
