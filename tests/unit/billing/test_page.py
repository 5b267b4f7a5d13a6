"""docs/billing.md and docs/samples/ say what the program makes."""

import csv
import hashlib
import io
import json
from decimal import Decimal

import pytest

from local.billing_page import PAGE, SAMPLES, blocks, filled, sample, samples
from stvos.billing.inputs import Inputs
from stvos.billing.models import Report


def test_every_figure_of_the_page_is_as_the_rules_make_it() -> None:
    text = PAGE.read_text("utf-8")

    assert filled(text) == text, "run `.venv/bin/python -m local.billing_page`"
    assert all(f"<!-- made: {name} -->" in text for name in blocks())


@pytest.mark.parametrize("name", sorted(samples()))
def test_every_sample_is_as_the_program_makes_it(name: str) -> None:
    assert (SAMPLES / name).read_bytes() == samples()[name], (
        "run `.venv/bin/python -m local.billing_page`"
    )


def test_there_are_no_other_samples_of_reports() -> None:
    assert {path.name for path in SAMPLES.glob("billing-*")} == set(samples())


def test_the_sample_s_rows_sum_to_its_report() -> None:
    text = samples()["billing-2026-01.csv"].decode()

    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    report, _ = sample()
    assert sum(Decimal(row["amount"]) for row in rows) == report.subtotal == Decimal("175.50")


def test_the_sample_is_derived_again_from_its_file_alone() -> None:
    content = json.loads(samples()["billing-2026-01.json"])

    again = Report.of(Inputs.model_validate(content["inputs"]))

    canonical = json.dumps(content["inputs"], sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == content["report"]["digest"]
    assert again.digest == content["report"]["digest"]
    assert float(again.subtotal) == content["report"]["subtotal"]
