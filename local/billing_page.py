"""`python -m local.billing_page` writes the figures of docs/billing.md and the sample report.

All of them are made by the program itself; a test fails when they are not what it makes.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from local.endpoints import make_importable
from local.place import ROOT

PAGE = ROOT / "docs" / "billing.md"
SAMPLES = ROOT / "docs" / "samples"
_BLOCK = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_ZONES = ("Pacific/Auckland", "Asia/Kathmandu", "Europe/London", "America/Los_Angeles")


def blocks() -> dict[str, str]:
    """The page's tables, by the names of their places."""
    from stvos.billing.inputs import Counted, Earlier, PaidPart
    from stvos.months import Month

    january, february = Month(2026, 1), Month(2026, 2)
    per_active = _terms("per_active_member", "4.5", included=10)
    before = _report(per_active, Counted(members=120, active=47), january)
    late = Earlier(settled=before.settled[0], now=Counted(members=120, active=49))
    after = _report(per_active, Counted(members=118, active=45), february, late)
    small = _terms("per_active_member", "4.5", included=10, minimum="100")
    yen = _terms("per_member", "4.5", currency="JPY")
    return {
        "per_active_member": _lines(before),
        "per_member": _lines(_report(_terms("per_member", "3"), Counted(members=120), january)),
        "flat": _lines(_report(_terms("flat", "990"), Counted(), january)),
        "flat_by_day": _lines(
            _report(_terms("flat", "990"), Counted(), january, part=PaidPart(days=3, of=31))
        ),
        "minimum": _lines(_report(small, Counted(members=120, active=15), january)),
        "rounding": _lines(_report(yen, Counted(members=3), january)),
        "late": _lines(after),
        "due": _due(january, Month(2026, 3)),
    }


def samples() -> dict[str, bytes]:
    """The sample report's files: as stored in S3, and as mailed."""
    from stvos.billing.files import as_csv, as_json
    from stvos.billing.mail import content_of
    from stvos.mailing.letters import Brand
    from stvos.mailing.render import as_html, as_text
    from stvos.mailing.templates import TEMPLATES

    report, partner = sample()
    brand = Brand("Harbour Fitness", "#0b6e99", None, "https://app.example.com", "help@example.com")
    letter = TEMPLATES["billing_report"].write(brand, content_of(report, partner))
    name = f"billing-{report.month}"
    return {
        f"{name}.csv": as_csv(report),
        f"{name}.json": as_json(report),
        f"{name}.mail.txt": as_text(letter, brand).encode(),
        f"{name}.mail.html": as_html(letter, brand).encode(),
    }


def sample() -> Any:
    """A report of January 2026 with late activity of December, and the partner it is for."""
    from stvos.billing.inputs import BilledMonth, Counted, Earlier, Inputs, Terms, Usage
    from stvos.billing.models import Report
    from stvos.months import Month
    from stvos.partners.models import Partner

    made = datetime(2025, 11, 3, 9, tzinfo=UTC)
    partner = Partner.model_validate(
        {
            "id": 251_112_873_984_512,
            "client_id": 98_304_112_640_001,
            "name": "Acme Works",
            "billing": {
                "model": "per_active_member",
                "unit_price": "4.5",
                "currency": "EUR",
                "included_members": 10,
                "minimum": "100",
                "timezone": "Europe/Berlin",
                "report_emails": ["billing@acme.example"],
            },
            "created_at": made,
            "updated_at": made,
        }
    )
    december = BilledMonth(
        month=Month(2025, 12),
        terms=Terms.of(partner.billing, partner.billing.timezone),
        counted=Counted(members=101, active=39),
        billed=Decimal("130.50"),
    )
    inputs = Inputs(
        client_id=partner.client_id,
        partner_id=partner.id,
        month=Month(2026, 1),
        terms=Terms.of(partner.billing, partner.billing.timezone),
        counted=Counted(members=120, active=47),
        usage=Usage(joined=21, watched_minutes=8412, plays=391, completions=288),
        earlier=(Earlier(settled=december, now=Counted(members=101, active=41)),),
    )
    return Report.of(inputs, datetime(2026, 2, 1, 5, 0, 12, 345_000, tzinfo=UTC)), partner


def filled(text: str) -> str:
    """The page with its tables as they are made now."""
    made = blocks()
    return _BLOCK.sub(lambda found: f"{found[1]}{made[found[2]]}\n{found[3]}", text)


def _terms(model: str, price: str, **more: Any) -> Any:
    from stvos.billing.inputs import Terms

    return Terms.model_validate(
        {
            "model": model,
            "unit_price": price,
            "currency": more.get("currency", "EUR"),
            "included_members": more.get("included", 0),
            "minimum": more.get("minimum", "0"),
            "timezone": "Europe/Berlin",
        }
    )


def _report(terms: Any, counted: Any, month: Any, *earlier: Any, part: Any = None) -> Any:
    from stvos.billing.inputs import Inputs, Usage
    from stvos.billing.models import Report

    return Report.of(
        Inputs(
            client_id=1,
            partner_id=2,
            month=month,
            terms=terms,
            counted=counted,
            usage=Usage(),
            earlier=earlier,
            paid_part=part,
        )
    )


def _lines(report: Any) -> str:
    from stvos.money import written

    rows = [
        (line.description, str(line.quantity), str(line.unit_price), str(line.amount))
        for line in report.lines
    ]
    total = f"**{written(report.subtotal, report.currency)} {report.currency}**"
    return _table(
        ("line", "quantity", "unit price", "amount"), [*rows, ("**Total**", "", "", total)]
    )


def _due(*months: Any) -> str:
    from stvos.billing.due import due_at

    rows = [
        (zone, *(f"{due_at(month, zone):%Y-%m-%d %H:%M} UTC" for month in months))
        for zone in _ZONES
    ]
    return _table(("zone", *(f"report of {month}" for month in months)), rows)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = list(columns)
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    """Write the page's tables and the samples."""
    make_importable()
    PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")
    SAMPLES.mkdir(exist_ok=True)
    for name, content in samples().items():
        (SAMPLES / name).write_bytes(content)


if __name__ == "__main__":
    main()
