"""The API reference: one static page, made from the OpenAPI document and nothing else.

No script, font or style comes from elsewhere, and without JavaScript only the search is missing.
"""

import re
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from local.openapi.fields import Fields, Row, kind_of
from local.openapi.requests import curl

type Part = dict[str, Any]

_HERE = Path(__file__).parent
_METHODS = ("get", "post", "put", "patch", "delete")
_CALLERS = {
    "-": "anyone",
    "K": "client key",
    "K?": "key optional",
    "U": "member",
    "T": "trainer",
    "P": "partner",
    "A": "operator",
}


def render(document: Part) -> str:
    """The page of a document."""
    page = _Page(document)
    title = escape(document["info"]["title"])
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>\n{(_HERE / 'page.css').read_text('utf-8')}</style>\n</head>\n<body>",
            '<div class="layout">',
            page.navigation(),
            f"<main>\n{page.introduction()}",
            *(page.domain(tag) for tag in document["tags"]),
            '<p class="nothing hidden">Nothing found.</p>\n</main>\n</div>',
            f"<script>\n{(_HERE / 'page.js').read_text('utf-8')}</script>\n</body>\n</html>\n",
        ]
    )


def text(source: str) -> str:
    """Escaped text; what stands in backquotes or double asterisks is marked up."""
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(source, quote=False))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", html)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table that scrolls by itself where it is too wide."""
    top = "".join(f"<th>{name}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return f'<div class="scroll"><table><tr>{top}</tr>\n{body}</table></div>'


def _breakable(path: str) -> str:
    """A path that breaks at its slashes where it is too long for its line."""
    return escape(path.removeprefix("/v1")).replace("/", "/<wbr>").replace("/<wbr>", "/", 1)


def _presence(row: Row, asked: bool) -> str:
    """What is worth saying: of a body's field that it must be there, of an answer's that it may
    be left out.
    """
    if asked:
        return "**Required.**" if row.required else ""
    return "" if row.required else "Left out when there is none."


class _Page:
    def __init__(self, document: Part) -> None:
        self._document = document
        self._components = document["components"]
        self._fields = Fields(self._components["schemas"])
        self._operations = [
            (path, method.upper(), item[method])
            for path, item in document["paths"].items()
            for method in _METHODS
            if method in item
        ]

    def navigation(self) -> str:
        parts = []
        for tag in self._document["tags"]:
            items = "".join(
                f'<li><a href="#{operation["operationId"]}">'
                f'<span class="method {method}">{method}</span>'
                f"<span>{_breakable(path)}</span></a></li>\n"
                for path, method, operation in self._of(tag)
            )
            heading = f'<h2><a href="#{tag["name"]}">{tag["x-displayName"]}</a></h2>'
            parts.append(f"<section>{heading}\n<ul>\n{items}</ul></section>")
        search = (
            '<input id="find" type="search" placeholder="Search (press /)" '
            'aria-label="Search the routes" hidden>'
        )
        return (
            f"<nav>\n{search}\n<details open><summary>Contents</summary>\n"
            + "\n".join(parts)
            + "\n</details>\n</nav>"
        )

    def introduction(self) -> str:
        info = self._document["info"]
        paragraphs = "".join(f"<p>{text(p)}</p>\n" for p in info["description"].split("\n\n"))
        schemes = [
            [
                f"<code>{scheme.get('name', 'Authorization: Bearer')}</code>",
                text(scheme["description"]),
            ]
            for scheme in self._components["securitySchemes"].values()
        ]
        return (
            f"<h1>{escape(info['title'])} <small>{escape(info['version'])}</small></h1>\n"
            f'<p class="lead">{len(self._operations)} routes below <code>/api/v1</code>. '
            'The same as data: <a href="openapi.json">openapi.json</a>.</p>\n'
            f'<div class="intro">\n{paragraphs}<h4>Credentials</h4>\n'
            f"{table(['Header', 'What it is'], schemes)}\n"
            f'<details class="more"><summary>All error codes</summary>\n{self._codes()}'
            "</details></div>"
        )

    def domain(self, tag: Part) -> str:
        routes = "\n".join(self._route(*found) for found in self._of(tag))
        about = f'<p class="about">{text(tag["description"])}</p>\n' if tag["description"] else ""
        name = tag["x-displayName"]
        return f'<section id="{tag["name"]}">\n<h2>{name}</h2>\n{about}{routes}\n</section>'

    def _of(self, tag: Part) -> list[tuple[str, str, Part]]:
        return [found for found in self._operations if tag["name"] in found[2]["tags"]]

    def _route(self, path: str, method: str, operation: Part) -> str:
        marks = [_CALLERS[operation["x-who"]]]
        marks += ["public API"] if operation.get("x-public") else []
        shown = "".join(f'<span class="mark">{escape(mark)}</span> ' for mark in marks)
        return (
            f'<details class="route" id="{operation["operationId"]}"><summary>'
            f'<span class="method {method}">{method}</span>'
            f'<span class="path">{escape(path.removeprefix("/v1"))}</span>'
            f'<span class="marks">{shown}</span>'
            f'<span class="says">{text(operation["summary"])}</span></summary>\n'
            f'<div class="inside">\n{self._inside(path, method, operation)}</div></details>'
        )

    def _inside(self, path: str, method: str, operation: Part) -> str:
        parts = [f"<p>{text(p)}</p>" for p in [operation.get("description")] if p]
        callers = f"For {text(operation['x-callers'])}."
        if feature := operation.get("x-feature"):
            callers += f" The client must have the feature <code>{feature}</code>."
        parts.append(f"<p>{callers}</p>")
        parts += self._parameters(operation)
        parts += self._body(operation)
        parts += self._answers(operation)
        parts += self._refusals(operation)
        call = escape(curl(path, method, operation, self._components["schemas"]), quote=False)
        parts.append(f"<h4>Example</h4>\n<pre><code>{call}</code></pre>")
        return "\n".join(parts) + "\n"

    def _parameters(self, operation: Part) -> list[str]:
        rows = []
        for parameter in operation.get("parameters", []):
            found = self._resolve(parameter)
            needed = "**Required.** " if found["required"] and found["in"] != "path" else ""
            kind = text(kind_of(found["schema"], self._components["schemas"]))
            about = text(needed + found.get("description", ""))
            rows.append([f"<code>{found['name']}</code>", found["in"], kind, about])
        return ["<h4>Parameters</h4>", table(["Name", "In", "Type", ""], rows)] if rows else []

    def _body(self, operation: Part) -> list[str]:
        body = operation.get("requestBody")
        if not body:
            return []
        [(media, content)] = body["content"].items()
        return [f"<h4>Body</h4>\n{self._content(media, content['schema'], asked=True)}"]

    def _answers(self, operation: Part) -> list[str]:
        parts = []
        successes = [(s, a) for s, a in operation["responses"].items() if s < "400"]
        # Several successes of one route differ in their status only.
        for shape, group in groupby(successes, key=lambda pair: pair[1]["content"]):
            said = " or ".join(f"{status} {answer['description']}" for status, answer in group)
            [(media, content)] = shape.items()
            schema = content["schema"]
            schema = schema.get("properties", {}).get("data", schema)
            parts.append(f"<h4>Answer: {said}</h4>\n{self._content(media, schema, asked=False)}")
        return parts

    def _content(self, media: str, schema: Part, *, asked: bool) -> str:
        about = f"<p><code>{media}</code></p>\n" if media != "application/json" else ""
        rows = self._fields.rows(schema)
        if not rows:
            return about or f"<p>{text(schema.get('description', 'No fields.'))}</p>"
        cells = [
            [
                f'<span class="deep">{escape(row.above)}</span><code>{escape(row.name)}</code>',
                text(row.kind),
                text(" ".join(filter(None, [_presence(row, asked), row.about]))),
            ]
            for row in rows
        ]
        return about + table(["Field", "Type", ""], cells)

    def _refusals(self, operation: Part) -> list[str]:
        rows = [
            [status, text(line.partition(": ")[0]), text(line.partition(": ")[2])]
            for status, answer in operation["responses"].items()
            if status >= "400"
            for line in self._resolve(answer)["description"].split("\n")
        ]
        listed = table(["Status", "Code", ""], rows)
        return [f'<details class="more"><summary>{len(rows)} errors</summary>\n{listed}</details>']

    def _codes(self) -> str:
        found: dict[str, list[str]] = {}
        for _, _, operation in self._operations:
            for status, answer in operation["responses"].items():
                if status >= "400":
                    for line in self._resolve(answer)["description"].split("\n"):
                        code, _, sentence = line.partition(": ")
                        found[code] = [status, text(code), text(sentence)]
        rows = sorted(found.values(), key=lambda row: (row[0], row[1]))
        return table(["Status", "Code", ""], rows)

    def _resolve(self, part: Part) -> Part:
        if "$ref" not in part:
            return part
        kind, name = part["$ref"].removeprefix("#/components/").split("/", 1)
        found: Part = self._components[kind][name]
        return found
