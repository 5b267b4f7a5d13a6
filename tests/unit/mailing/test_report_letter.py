"""The letter of a billing report: a table that reads well with and without HTML."""

import re
from dataclasses import replace

from local.billing_page import sample
from stvos.billing.mail import content_of
from stvos.mailing.letters import Brand, Letter, LetterRow
from stvos.mailing.render import as_html, as_text
from stvos.mailing.templates import TEMPLATES

BRAND = Brand("Riverside Fitness", "#0f766e", None, "https://app.example.com")


def letter() -> Letter:
    return TEMPLATES["billing_report"].write(BRAND, content_of(*sample()))


def test_amounts_stand_under_each_other_at_the_right_edge() -> None:
    lines = as_text(letter(), BRAND).splitlines()

    amounts = [line for line in lines if re.search(r"\d\.\d\d EUR$", line) and "×" not in line]
    assert len(amounts) == 4
    assert {len(line) for line in amounts} == {72}
    assert lines[lines.index(amounts[-1]) - 1] == "-" * 72
    assert amounts[-1].split() == ["Total", "175.50", "EUR"]


def test_a_line_of_several_units_says_how_it_comes_about() -> None:
    text = as_text(letter(), BRAND)

    assert re.search(r"beyond those included +166\.50 EUR\n    37 × 4\.50 EUR\n", text)
    assert "1 × " not in text


def test_the_total_is_in_the_first_sentence() -> None:
    assert "bills Acme Works 175.50 EUR for January 2026" in letter().opening


def test_a_long_label_breaks_before_its_amount() -> None:
    long = replace(letter(), rows=(LetterRow("word " * 30, "1.00 EUR"),))

    lines = [line for line in as_text(long, BRAND).splitlines() if line.startswith("word")]

    assert len(lines) > 1
    assert all(len(line) <= 72 for line in lines)
    assert lines[-1].endswith("1.00 EUR")
    assert not any(line.endswith("EUR") for line in lines[:-1])


def test_the_table_s_words_are_escaped() -> None:
    page = as_html(replace(letter(), rows=(LetterRow("<b>a & b</b>", "1 <2", "3 > 2"),)), BRAND)

    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in page
    assert "1 &lt;2" in page
    assert "3 &gt; 2" in page


def test_the_report_comes_with_the_mail() -> None:
    [attachment] = letter().attachments

    assert (attachment.name, attachment.media_type) == ("billing-2026-01.csv", "text/csv")
    assert attachment.content.decode() == content_of(*sample())["csv"]


def test_without_an_app_there_is_no_link() -> None:
    alone = replace(BRAND, app_url=None)
    written = TEMPLATES["billing_report"].write(alone, content_of(*sample()))

    assert "http" not in as_text(written, alone)
