"""A letter as plain text, which must read well alone, and as HTML in the brand's colours.

The HTML keeps to what mail programs show alike: tables, inline styles, no script, nothing from
outside but the brand's logo.
"""

import textwrap
from collections.abc import Iterator, Sequence
from html import escape

from stvos.mailing.colours import SHAPE, TEXT, darkened, text_on
from stvos.mailing.letters import Brand, Letter, LetterRow
from stvos.mailing.names import isolated

_WIDTH = 72
_SHORT = 20
_FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_BODY = "margin:0 0 16px;font-size:16px;line-height:1.5;color:#1a1d21"
_SMALL = "margin:0 0 8px;font-size:13px;line-height:1.5;color:#5b6470"

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>{subject}</title>
</head>
<body style="margin:0;padding:0;background:#f1f3f5">
<div style="display:none;max-height:0;overflow:hidden">{preview}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
style="background:#f1f3f5"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
style="max-width:560px;background:#ffffff;border-top:6px solid {band};border-radius:6px;\
font-family:{font};text-align:left">
<tr><td style="padding:28px 28px 4px">{brand}</td></tr>
<tr><td style="padding:12px 28px 20px;overflow-wrap:anywhere">
{content}
</td></tr>
<tr><td style="padding:16px 28px 20px;border-top:1px solid #e3e6e9;overflow-wrap:anywhere">
{foot}
</td></tr>
</table>
</td></tr></table>
</body>
</html>
"""


def as_text(letter: Letter, brand: Brand) -> str:
    """The text part. Only a link's line is longer than a terminal is wide."""
    blocks = [_wrapped(letter.greeting), _wrapped(letter.opening)]
    if letter.code:
        blocks.append(f"    {letter.code}")
    if letter.rows:
        blocks.append("\n".join(line for row in letter.rows for line in _text_row(row)))
    if letter.link:
        blocks.append(f"{letter.link.label}:\n{letter.link.url}")
    blocks += [_wrapped(paragraph) for paragraph in letter.closing]
    foot = [letter.why] if letter.why else []
    if brand.support_email:
        foot.append(f"Questions? Write to {brand.support_email}.")
    blocks += ["-- \n" + isolated(brand.name), *(_wrapped(paragraph) for paragraph in foot)]
    return "\n\n".join(blocks) + "\n"


def as_html(letter: Letter, brand: Brand) -> str:
    """The HTML part."""
    content = [
        f'<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3;color:#1a1d21">'
        f"{escape(letter.heading)}</h1>",
        f'<p dir="auto" style="{_BODY}">{escape(letter.greeting)}</p>',
        f'<p style="{_BODY}">{escape(letter.opening)}</p>',
    ]
    if letter.code:
        content.append(_code(letter.code))
    if letter.rows:
        content.append(_table(letter.rows))
    if letter.link:
        content.append(_button(letter.link.label, letter.link.url, brand.colour))
    content += [f'<p style="{_BODY}">{escape(paragraph)}</p>' for paragraph in letter.closing]
    foot = [f'<p style="{_SMALL}">{escape(letter.why)}</p>'] if letter.why else []
    if brand.support_email:
        link = darkened(brand.colour, TEXT)
        address = escape(brand.support_email)
        foot.append(
            f'<p style="{_SMALL}">Questions? Write to '
            f'<a href="mailto:{address}" style="color:{link}">{address}</a>.</p>'
        )
    foot.append(f'<p dir="auto" style="{_SMALL};margin:0">{escape(brand.name)}</p>')
    return _PAGE.format(
        subject=escape(letter.subject),
        preview=escape(letter.opening),
        band=brand.colour,
        font=_FONT,
        brand=_brand(brand),
        content="\n".join(content),
        foot="\n".join(foot),
    )


def _brand(brand: Brand) -> str:
    name = escape(brand.name)
    if brand.logo:
        # Mail programs show the alternative text until the reader allows pictures.
        return (
            f'<img src="{escape(brand.logo)}" alt="{name}" height="40" '
            f'style="display:block;height:40px;max-width:220px;border:0;font-size:20px;'
            f'font-weight:700;color:#1a1d21">'
        )
    return f'<p dir="auto" style="margin:0;font-size:20px;font-weight:700;color:#1a1d21">{name}</p>'


def _code(code: str) -> str:
    return (
        '<p style="margin:0 0 20px;padding:16px;background:#f1f3f5;border-radius:6px;'
        "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;font-weight:700;"
        f'letter-spacing:6px;text-align:center;color:#1a1d21">{escape(code)}</p>'
    )


def _text_row(row: LetterRow) -> Iterator[str]:
    """The value at the right edge, beside the label's last line."""
    if row.total:
        yield "-" * _WIDTH
    *above, last = textwrap.wrap(row.label, _WIDTH - len(row.value) - 2)
    yield from above
    yield last + row.value.rjust(_WIDTH - len(last))
    if row.note:
        yield f"    {row.note}"


def _table(rows: Sequence[LetterRow]) -> str:
    lines = "".join(_html_row(row) for row in rows)
    return (
        '<table width="100%" cellpadding="0" cellspacing="0" border="0" '
        f'style="margin:0 0 20px;border-collapse:collapse">{lines}</table>'
    )


def _html_row(row: LetterRow) -> str:
    weight, edge = ("700", "#1a1d21") if row.total else ("400", "#e3e6e9")
    cell = (
        f"padding:8px 0;border-top:1px solid {edge};font-size:16px;line-height:1.4;"
        f"color:#1a1d21;font-weight:{weight};vertical-align:top"
    )
    # An amount stays whole; a sentence or a time with its zone must fit a phone beside its label.
    wrap = "nowrap" if len(row.value) <= _SHORT else "normal"
    note = f'<br><span style="font-size:13px;color:#5b6470">{escape(row.note)}</span>'
    label = escape(row.label) + (note if row.note else "")
    return (
        f'<tr><td style="{cell};overflow-wrap:break-word">{label}</td>'
        f'<td align="right" style="{cell};padding-left:16px;white-space:{wrap}">'
        f"{escape(row.value)}</td></tr>"
    )


def _button(label: str, url: str, colour: str) -> str:
    # The brand's own colour; the border is darkened where that is too pale to be seen.
    return (
        f'<p style="margin:0 0 20px;text-align:center"><a href="{escape(url)}" '
        f'style="display:inline-block;padding:12px 28px;border-radius:6px;background:{colour};'
        f"border:2px solid {darkened(colour, SHAPE)};color:{text_on(colour)};font-size:16px;"
        f'font-weight:600;text-decoration:none">'
        f"{escape(label)}</a></p>"
    )


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False)
