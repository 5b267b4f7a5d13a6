"""Gemini's stand-in: REST as Vertex AI documents it."""

import json
from base64 import b64encode
from typing import Any

import pytest

from local.stubs.servers import PROJECT, StandIns
from tests.unit.local.stub_calls import Answer, post

PATH = f"/v1/projects/{PROJECT}/locations/europe-west1/publishers/google/models"
PIXEL = b64encode(b"\x89PNG\r\n\x1a\n").decode()
PROMPT: dict[str, Any] = {"contents": [{"role": "user", "parts": [{"text": "What is this?"}]}]}
NOT_GIVEN: Any = object()


def generate(
    stand_ins: StandIns,
    body: Any = NOT_GIVEN,
    *,
    call: str = "gemini-2.5-flash:generateContent",
    authorization: str = "Bearer any",
) -> Answer:
    content = body if isinstance(body, bytes) else json.dumps(PROMPT | body).encode()
    url = f"{stand_ins.vertex}{PATH}/{call}"
    return post(url, content, content_type="application/json", authorization=authorization)


def said(answer: Answer) -> str:
    assert answer.status == 200, answer.text
    [candidate] = answer.json["candidates"]
    [part] = candidate["content"]["parts"]
    assert (candidate["content"]["role"], candidate["finishReason"]) == ("model", "STOP")
    return str(part["text"])


def by_schema(stand_ins: StandIns, schema: Any, mime_type: str = "application/json") -> str:
    config = {"responseMimeType": mime_type, "responseSchema": schema}
    return said(generate(stand_ins, {"generationConfig": config}))


def refused(answer: Answer, status: int, name: str) -> str:
    """Google's error, in its shape; answers what is wrong."""
    error = answer.json["error"]
    assert (answer.status, error["code"], error["status"]) == (status, status, name)
    assert "sTvOS stand-in" in error["message"]
    return str(error["message"])


def test_a_text_and_an_image_are_answered_by_words_that_say_what_they_are(
    stand_ins: StandIns,
) -> None:
    image = {"inlineData": {"mimeType": "image/png", "data": PIXEL}}
    contents = [{"role": "user", "parts": [{"text": "What is this?"}, image]}]

    answer = generate(stand_ins, {"contents": contents})

    assert "sTvOS stand-in" in said(answer)
    assert "13 letters and 1 images" in said(answer)
    used = answer.json["usageMetadata"]
    assert used["promptTokenCount"] == 4 + 1_120
    assert used["totalTokenCount"] == used["promptTokenCount"] + used["candidatesTokenCount"]
    assert answer.json["modelVersion"] == "gemini-2.5-flash-stand-in"


def test_the_same_request_has_the_same_answer(stand_ins: StandIns) -> None:
    assert generate(stand_ins, {}).body == generate(stand_ins, {}).body


def test_the_protocols_own_spelling_of_names_is_taken_too(stand_ins: StandIns) -> None:
    body = {
        "system_instruction": {"parts": [{"text": "Be brief."}]},
        "generation_config": {"max_output_tokens": 100, "temperature": 0.2},
    }
    assert said(generate(stand_ins, body))


def test_json_is_answered_where_json_is_asked_for(stand_ins: StandIns) -> None:
    body = {"generationConfig": {"responseMimeType": "application/json"}}
    assert "sTvOS stand-in" in json.loads(said(generate(stand_ins, body)))["standIn"]


def test_an_answer_satisfies_the_schema_it_was_asked_for(stand_ins: StandIns) -> None:
    food = {
        "type": "OBJECT",
        "properties": {
            "grams": {"type": "NUMBER", "minimum": 1.5},
            "count": {"type": "INTEGER", "minimum": 1.5, "maximum": 9},
            "cold": {"type": "INTEGER", "maximum": -2},
            "name": {"type": "STRING", "minLength": "10"},
            "code": {"type": "STRING", "maxLength": 3},
            "unit": {"type": "STRING", "format": "enum", "enum": ["g", "ml"]},
            "on": {"type": "STRING", "format": "date"},
            "vegan": {"type": "BOOLEAN"},
            "nothing": {"type": "NULL"},
            "either": {"anyOf": [{"type": "INTEGER"}, {"type": "STRING"}]},
            "hint": {"type": "STRING"},
        },
        "required": [
            *("grams", "count", "cold", "name", "code", "unit", "on", "vegan", "nothing"),
            "either",
        ],
        "propertyOrdering": ["name", "grams"],
    }
    schema = {"type": "ARRAY", "items": food, "minItems": 2}

    first, second = json.loads(by_schema(stand_ins, schema))

    assert first == second
    assert first == {
        "grams": 1.5,
        "count": 2,
        "cold": -2,
        "name": "stand-in..",
        "code": "sta",
        "unit": "g",
        "on": "2026-01-01",
        "vegan": False,
        "nothing": None,
        "either": 0,
    }
    assert list(first)[:2] == ["name", "grams"]


def test_a_choice_is_answered_by_its_bare_word(stand_ins: StandIns) -> None:
    choice = {"type": "STRING", "enum": ["food", "nothing"]}
    assert by_schema(stand_ins, choice, "text/x.enum") == "food"


def test_googles_client_writes_enums_as_numbers_and_is_answered_so(stand_ins: StandIns) -> None:
    schema = {"type": 6, "properties": {"ok": {"type": 4}}, "required": ["ok"]}
    config = {"responseMimeType": "application/json", "responseSchema": schema}
    call = "gemini-2.5-flash:generateContent?%24alt=json%3Benum-encoding%3Dint"

    [candidate] = generate(stand_ins, {"generationConfig": config}, call=call).json["candidates"]

    assert candidate["finishReason"] == 1
    assert json.loads(candidate["content"]["parts"][0]["text"]) == {"ok": False}


def test_an_answer_longer_than_allowed_is_cut_and_says_so(stand_ins: StandIns) -> None:
    answer = generate(stand_ins, {"generationConfig": {"maxOutputTokens": 3}})
    [candidate] = answer.json["candidates"]
    assert candidate["finishReason"] == "MAX_TOKENS"
    assert len(candidate["content"]["parts"][0]["text"]) == 12


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer  ", "Basic YTpi"])
def test_without_a_token_nothing_is_generated(stand_ins: StandIns, authorization: str) -> None:
    refused(generate(stand_ins, {}, authorization=authorization), 401, "UNAUTHENTICATED")


def test_an_unknown_model_or_method_is_not_found(stand_ins: StandIns) -> None:
    unknown = generate(stand_ins, {}, call="palm:generateContent")
    assert f"{PATH.removeprefix('/v1/')}/palm`" in refused(unknown, 404, "NOT_FOUND")
    for call in ("gemini-2.5-flash:countTokens", "gemini-2.5-flash", "x:generateContents"):
        assert generate(stand_ins, {}, call=call).status == 404


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b"{", "Invalid JSON"),
        (b"[]", "an object"),
        ({"contents": []}, "at least one contents field"),
        ({"contents": "hello"}, "a list"),
        ({"contents": [{"role": "user", "parts": []}]}, "at least one parts field"),
        ({"contents": [{"role": "owner", "parts": [{"text": "x"}]}]}, "valid role"),
        ({"contents": [{"parts": [{"text": "x"}]}]}, "valid role"),
        ({"contents": [{"role": "user", "parts": [{}]}]}, "exactly one"),
        ({"contents": [{"role": "user", "parts": [{"text": 5}]}]}, "TYPE_STRING"),
        ({"prompt": "hello"}, 'Unknown name "prompt"'),
        ({"contents": [{"role": "user", "parts": [{"txt": "x"}]}]}, "at 'contents[0].parts[0]'"),
        ({"generationConfig": {"temperature": 2.1}}, "supported range"),
        ({"generationConfig": {"maxOutputTokens": "many"}}, "TYPE_NUMBER"),
        ({"generationConfig": {"responseMimeType": "text/html"}}, "response_mime_type"),
        ({"generationConfig": {"responseSchema": {"type": "STRING"}}}, "response_mime_type"),
    ],
)
def test_a_request_out_of_order_is_refused_as_google_does(
    stand_ins: StandIns, body: Any, wrong: str
) -> None:
    assert wrong in refused(generate(stand_ins, body), 400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    "image",
    [
        {"mimeType": "image/png", "data": "not base64!"},
        {"mimeType": "image/png", "data": ""},
        {"mimeType": "image/png", "data": 7},
        {"mimeType": "image/tiff", "data": PIXEL},
        {"data": PIXEL},
        {"mimeType": "image/png", "data": PIXEL, "name": "x"},
    ],
)
def test_an_image_that_is_none_is_refused(stand_ins: StandIns, image: dict[str, Any]) -> None:
    contents = [{"role": "user", "parts": [{"inlineData": image}]}]
    refused(generate(stand_ins, {"contents": contents}), 400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    "schema",
    [
        "STRING",
        {"type": "DATE"},
        {},
        {"type": "STRING", "pattern": "[0-9]+"},
        {"type": "OBJECT", "properties": {}, "required": ["name"]},
    ],
)
def test_a_schema_that_it_cannot_satisfy_is_refused(stand_ins: StandIns, schema: Any) -> None:
    config = {"responseMimeType": "application/json", "responseSchema": schema}
    refused(generate(stand_ins, {"generationConfig": config}), 400, "INVALID_ARGUMENT")
