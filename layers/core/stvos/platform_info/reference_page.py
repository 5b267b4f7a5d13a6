"""The API reference: one page that draws the OpenAPI document with Scalar, and can call the API.

The script is in a layer of its own (layers/reference) and part of the page. The page's policy
allows that script and requests to this origin, and nothing else.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

# Scalar loads fonts, proxies requests and offers services of its own unless they are switched off.
_START = """\
Scalar.createApiReference("#reference", {
  url: "openapi.json",
  agent: { disabled: true },
  hideClientButton: true,
  mcp: { disabled: true },
  persistAuth: false,
  showDeveloperTools: "never",
  telemetry: false,
  withDefaultFonts: false,
});
"""

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>sTvOS API reference</title>
<link rel="icon" href="data:,">
</head>
<body>
<div id="reference"></div>
<noscript>This page needs JavaScript; <a href="openapi.json">openapi.json</a> describes the API.
</noscript>
<script>{script}</script>
<script>{start}</script>
</body>
</html>
"""

# Scalar's styles are set by its script, on elements that it makes.
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src 'self' data:; "
    "font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """The page as HTML, and the Content-Security-Policy that it needs."""

    html: str
    security_policy: str


@lru_cache(maxsize=1)
def reference_page() -> ReferencePage:
    """The page, made once in a process."""
    script = files("api_reference").joinpath("scalar.js").read_bytes()
    hashes = f"{_hash_of(script)} {_hash_of(_START.encode())}"
    return ReferencePage(
        html=_PAGE.format(script=script.decode(), start=_START),
        security_policy=_POLICY.format(scripts=hashes),
    )


def _hash_of(script: bytes) -> str:
    digest = hashlib.sha256(script).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
