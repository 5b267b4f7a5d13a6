"""Transcripts: within what the API takes, in any language, and sent once."""

import json

import aiohttp
import pytest

from stvos.onboarding import transcripts
from tests.unit.voice_agent.talking import Asked, RecordedApi, serving
from tests.unit.voice_agent.test_conversation import in_time
from voice_agent import transcript as agents
from voice_agent.services.interface import Said, Speaker
from voice_agent.transcript import Transcript


def of_texts(*texts: str) -> Transcript:
    transcript = Transcript()
    for text in texts:
        transcript.note(Said(Speaker.CALLER, text, 1, final=True))
    return transcript


def body_of(transcript: Transcript) -> bytes:
    return transcript.event("an-id", "7-onboarding-9", "someone", "a-session")


def taken(body: bytes) -> list[str]:
    """The lines, as the API reads them."""
    event = transcripts._TranscriptEvent.model_validate_json(body)
    return [line.text for line in event.transcript.lines]


@pytest.mark.parametrize(
    "texts",
    [
        ["x" * 4_001] * 100,
        ["Я тренируюсь по утрам. " * 20] * 2_000,
        ["💪" * 4_000] * 50,
        ['"\\\n' * 1_000] * 200,
        ["Yes, of course I would."] * 6_000,
        [],
    ],
    ids=["long", "cyrillic", "emoji", "escaped", "many", "none"],
)
def test_the_api_takes_what_is_sent(texts: list[str]) -> None:
    body = body_of(of_texts(*texts))

    assert len(body) < 300_000
    assert len(taken(body)) >= min(len(texts), 10)


def test_words_of_other_alphabets_are_not_cut_earlier() -> None:
    """Escaped, each of these letters would take six bytes instead of two."""
    texts = ["Я тренируюсь по утрам каждый день."] * 2_000

    assert taken(body_of(of_texts(*texts))) == texts


def test_the_oldest_lines_go_first() -> None:
    lines = taken(body_of(of_texts(*[f"{number} {'x' * 3_000}" for number in range(200)])))

    assert lines[-1].startswith("199 ")
    assert not lines[0].startswith("0 ")


def test_half_a_pair_of_surrogates_does_not_lose_the_rest() -> None:
    """A model's JSON may have one."""
    assert taken(body_of(of_texts("before", json.loads('"\\ud83d"'), "after"))) == [
        "before",
        "?",
        "after",
    ]


@pytest.mark.parametrize(
    ("statuses", "has_it"),
    [
        ([200], True),
        ([503, 200], True),
        ([429, 200], True),
        # It came through, and the answer was lost.
        ([503, 401], True),
        # Its signature is wrong.
        ([401], False),
        ([400], False),
        ([302], False),
        ([503, 503, 503], False),
    ],
)
def test_it_is_sent_until_the_api_has_it(
    statuses: list[int], has_it: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agents, "_PAUSE", 0)
    left = list(statuses)

    def answer(_: Asked) -> tuple[int, object]:
        return left.pop(0), {}

    async def run() -> bool:
        async with serving(RecordedApi(answer)) as api, aiohttp.ClientSession() as http:
            return await agents.send(http, api.base_url, "a-key", "a-secret" * 8, b"{}")

    assert in_time(run()) is has_it
    assert left == []
