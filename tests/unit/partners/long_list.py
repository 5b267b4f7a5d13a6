"""Half a million rows through the writer, in a process that may not have more than 128 MB.

Run by test_long_spreadsheets. Prints JSON: rows, SHA-256, bytes and first and last lines of the
file.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryFile

from stvos.exports.csv_files import CsvRow, write

# The whole address space: interpreter, libraries and all.
MOST_BYTES = 128 * 1024 * 1024
START = datetime(2026, 1, 1, tzinfo=UTC)


def rows(number: int) -> Iterator[CsvRow]:
    """Like a partner's members: a name, a mail, a time, minutes, a code."""
    for n in range(number):
        joined = START + timedelta(minutes=n)
        yield n, f'Zoë "{n}" Müller, jr.', f"={n}@example.com", joined, n % 997 - 5, f"ACME-{n:09d}"


def main(number: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    with TemporaryFile() as file:
        count, digest = write(file, ("id", "name", "email", "joined", "n", "code"), rows(number))
        size = file.tell()
        file.seek(0)
        head = file.readline()
        first = file.readline()
        file.seek(size - len(first) - 40)
        last = file.read().splitlines()[-1]
    said = {"rows": count, "sha256": digest, "size": size}
    lines = {"head": head.decode(), "first": first.decode(), "last": last.decode()}
    sys.stdout.write(json.dumps(said | lines))


if __name__ == "__main__":
    main(int(sys.argv[1]))
