"""`python -m local.bench [name ...]`: measure, and write the sections of docs/performance.md."""

import argparse
import sys
from functools import cache

from local.bench import (
    billing,
    dynamodb,
    exports,
    heartbeats,
    lambdas,
    page,
    projection,
    vouchers,
)
from local.bench.page import Section
from local.bench.recording import Recording, record
from local.endpoints import make_importable

_missing: list[str] = []


@cache
def recordings() -> tuple[Recording, ...]:
    print("recording a call of every endpoint ...", file=sys.stderr)
    return tuple(record(_missing))


def search() -> list[Section]:
    from local.bench import search as bench

    return bench.run()


def catalogue() -> list[Section]:
    from local.bench import catalogue as bench

    return bench.run()


BENCHMARKS = {
    "lambdas": lambda: lambdas.run(recordings(), _missing),
    "dynamodb": lambda: dynamodb.run(recordings()),
    "search": search,
    "catalogue": catalogue,
    "heartbeats": heartbeats.run,
    "projection": projection.run,
    "vouchers": vouchers.run,
    "billing": billing.run,
    "exports": exports.run,
}


def main() -> None:
    """Run all, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m local.bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*BENCHMARKS, []], help=", ".join(BENCHMARKS))
    names = parser.parse_args().name or list(BENCHMARKS)
    make_importable()
    for name in names:
        sections = BENCHMARKS[name]()
        page.write(sections)
        print(*sections, sep="\n")
    if _missing:
        sys.exit("Not measured:\n" + "\n".join(_missing))


if __name__ == "__main__":
    main()
