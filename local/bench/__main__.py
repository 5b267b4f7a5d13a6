"""`python -m local.bench [name ...]`: measure, and write the sections of docs/performance.md."""

import argparse
import sys
from functools import cache

from local.bench import dynamodb, lambdas, page, projection
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


def foods() -> list[Section]:
    from local.bench import foods as bench

    return bench.run()


def analytics() -> list[Section]:
    from local.bench import analytics as bench

    return bench.run()


def vouchers() -> list[Section]:
    from local.bench import vouchers as bench

    return bench.run()


def availability() -> list[Section]:
    from local.bench import availability as bench

    return bench.run(_missing)


def bookings() -> list[Section]:
    from local.bench import bookings as bench

    return bench.run(_missing)


def joining() -> list[Section]:
    from local.bench import joining as bench

    return bench.run(_missing)


def onboarding() -> list[Section]:
    from local.bench import onboarding as bench

    return bench.run(_missing)


def scans() -> list[Section]:
    from local.bench import scans as bench

    return bench.run(_missing)


def agent() -> list[Section]:
    from local.bench import agent as bench

    return bench.run(_missing)


def scale() -> list[Section]:
    from local.bench import scale as bench

    return bench.run(_missing)


BENCHMARKS = {
    "lambdas": lambda: lambdas.run(recordings(), _missing),
    "dynamodb": lambda: dynamodb.run(recordings()),
    "search": search,
    "catalogue": catalogue,
    "foods": foods,
    "projection": projection.run,
    "analytics": analytics,
    "vouchers": vouchers,
    "availability": availability,
    "bookings": bookings,
    "joining": joining,
    "onboarding": onboarding,
    "scans": scans,
    "agent": agent,
    "scale": scale,
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
        sys.exit("Not measured, or over budget:\n" + "\n".join(_missing))


if __name__ == "__main__":
    main()
