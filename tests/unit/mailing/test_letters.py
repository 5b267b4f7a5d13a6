"""What the mails say, in text and HTML."""

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from local.billing_page import sample
from stvos.billing.mail import content_of
from stvos.clients.models import Branding, Client
from stvos.clock import utc_now
from stvos.mailing.letters import Brand, Letter
from stvos.mailing.render import as_html, as_text
from stvos.mailing.templates import TEMPLATES
from stvos.settings import settings

BRAND = Brand(
    "Riverside Fitness",
    "#0f766e",
    "https://cdn.example.com/logo.png",
    "https://app.example.com",
    "help@example.com",
    "hello@example.com",
)
CONTENT: dict[str, Any] = content_of(*sample()) | {
    "to": "mia+gym@example.com",
    "name": "Mia Member",
    "code": "048213",
    "job_id": 77,
    "partner": "Acme Insurance",
    "timezone": "Pacific/Auckland",
    "reader": "member",
    "client_id": 5,
    "booking_id": 88,
    "version": 3,
    "status": "confirmed",
    "changed_at": "2026-09-20T10:00:00+00:00",
    "service": "Personal training",
    "trainer": "Tara Trainer",
    "starts_at": "2026-09-26T12:30:00+00:00",
    "ends_at": "2026-09-26T13:30:00+00:00",
    "cancelled_by": "trainer",
    "reason": "I am ill.",
    "class_id": 99,
    "class_name": "Morning Flow",
    "sequence": 4,
}
KINDS = sorted(TEMPLATES)


def _letter(kind: str, brand: Brand = BRAND, **content: Any) -> Letter:
    return TEMPLATES[kind].write(brand, CONTENT | content)


CODES = [kind for kind in KINDS if _letter(kind).code]
PAGES = {
    "verify_code": "verify-email",
    "reset_code": "reset-password",
    "staff_invitation": "partner/set-password",
    "staff_reset_code": "partner/set-password",
    "trainer_invitation": "trainer/register",
}


class _Reader(HTMLParser):
    """What a mail program sees: elements that are open, text, attributes."""

    _VOID = frozenset({"meta", "img", "br", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.words: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in self._VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        if tag == "img":
            self.images.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize("kind", KINDS)
def test_the_subject_names_the_brand(kind: str) -> None:
    assert "Riverside Fitness" in _letter(kind).subject


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same(kind: str) -> None:
    letter = _letter(kind)

    text, page = as_text(letter, BRAND), _Reader(as_html(letter, BRAND))

    plain = " ".join(text.split())
    for said in (letter.greeting, letter.opening, *letter.closing, letter.why):
        assert said in plain
        assert said in page.text
    assert "help@example.com" in plain
    assert "mailto:help@example.com" in page.links


@pytest.mark.parametrize("kind", KINDS)
def test_the_html_is_well_formed_and_runs_nothing(kind: str) -> None:
    page = _Reader(as_html(_letter(kind), BRAND))

    assert page.open == []
    assert not page.tags & {"script", "link", "iframe", "form", "style", "object"}
    assert [image["src"] for image in page.images] == [BRAND.logo]
    assert page.images[0]["alt"] == "Riverside Fitness"


@pytest.mark.parametrize("kind", CODES)
def test_the_code_stands_beside_the_link_and_not_in_the_subject(kind: str) -> None:
    letter = _letter(kind)

    assert "\n    048213\n" in as_text(letter, BRAND)
    assert "048213" in _Reader(as_html(letter, BRAND)).text
    assert "048213" not in letter.subject


def test_every_letter_with_a_code_has_its_page() -> None:
    assert sorted(PAGES) == CODES


@pytest.mark.parametrize(("kind", "page"), PAGES.items())
def test_the_link_leads_to_the_brands_app_with_what_its_page_needs(kind: str, page: str) -> None:
    letter = _letter(kind)
    assert letter.link is not None

    url = urlsplit(letter.link.url)

    assert (url.scheme, url.netloc, url.path) == ("https", "app.example.com", f"/{page}")
    assert parse_qs(url.query) == {"email": ["mia+gym@example.com"], "code": ["048213"]}
    assert letter.link.url in as_text(letter, BRAND).splitlines()
    assert letter.link.url in _Reader(as_html(letter, BRAND)).links


@pytest.mark.parametrize(
    ("app_url", "link"),
    [
        ("https://x.example/", "https://x.example/data-export?job=77"),
        ("https://x.example/app", "https://x.example/app/data-export?job=77"),
        ("https://x.example/app/?lang=en", "https://x.example/app/data-export?lang=en&job=77"),
    ],
)
def test_the_link_keeps_what_the_apps_address_has(app_url: str, link: str) -> None:
    letter = _letter("export_ready", replace(BRAND, app_url=app_url))

    assert letter.link is not None
    assert letter.link.url == link


def test_without_an_app_address_there_is_no_link_but_the_code() -> None:
    brand = replace(BRAND, app_url=None)
    letter = _letter("reset_code", brand)

    page = _Reader(as_html(letter, brand))

    assert "http" not in as_text(letter, brand)
    assert page.links == ["mailto:help@example.com"]
    assert "048213" in page.text


def test_a_brand_without_an_app_address_uses_the_deployments() -> None:
    now = utc_now()
    client = Client(id=1, name="B", slug="b", created_at=now, updated_at=now)
    own = client.model_copy(update={"branding": Branding(app_url="https://own.example")})

    assert Brand.of(client, "https://all.example").app_url == "https://all.example"
    assert Brand.of(own, "https://all.example").app_url == "https://own.example"
    assert Brand.of(client).app_url is None


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_wrote_is_escaped(kind: str) -> None:
    brand = Brand(
        '<b>"A&B"</b>', "#0f766e", 'https://x.example/"onerror="x', None, '"><i>@x.example'
    )
    letter = _letter(kind, brand, name='<script>alert("x")</script>')

    page = _Reader(as_html(letter, brand))

    assert not page.tags & {"script", "b", "i"}
    assert "script" not in page.text, "no name for a greeting"
    assert '<b>"A&B"</b>' in page.text
    assert set(page.images[0]) == {"src", "alt", "height", "style"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_to_left_name_does_not_turn_the_sentence(kind: str) -> None:
    brand = replace(BRAND, name="نادي اللياقة")

    letter = _letter(kind, brand, name="أحمد")
    text = as_text(letter, brand)

    assert "Hello \u2068أحمد\u2069," in text
    assert text.count("نادي") == text.count("\u2068نادي")
    assert "\u2068" not in letter.subject


@pytest.mark.parametrize("kind", KINDS)
def test_a_nameless_member_is_greeted_all_the_same(kind: str) -> None:
    assert _letter(kind, name=None).greeting == "Hello,"
    assert _letter(kind, name="buy at spam.example").greeting == "Hello,"


@pytest.mark.parametrize("kind", KINDS)
def test_lines_of_the_text_fit_a_terminal(kind: str) -> None:
    lines = as_text(_letter(kind, name="Wilhelmina " * 20), BRAND).splitlines()

    assert all(len(line) <= 72 for line in lines if not line.startswith("https://"))


def test_a_brand_without_a_logo_is_written_out() -> None:
    brand = replace(BRAND, logo=None)

    page = _Reader(as_html(_letter("verify_code", brand), brand))

    assert page.images == []
    assert page.text.count("Riverside Fitness") >= 3


def test_an_uploaded_logo_is_shown_where_its_brand_s_pictures_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, ref = utc_now(), "pictures/5-aaaaaaaaaaaaaaaaaaaaaa.png"
    client = Client(
        id=5, name="B", slug="b", branding=Branding(logo=ref), created_at=now, updated_at=now
    )
    monkeypatch.setenv("STVOS_PICTURES", "https://api.example.com/v1")
    settings.cache_clear()
    try:
        shown = Brand.of(client).logo
    finally:
        monkeypatch.undo()
        settings.cache_clear()

    assert shown == f"https://api.example.com/v1/{ref}"
