"""Nothing is booked or logged that the member has not agreed to in words of their own."""

import asyncio
from typing import Any

import pytest

from tests.unit.voice_agent.talking import Asked, RecordedApi, serving
from tests.unit.voice_agent.test_conversation import in_time
from voice_agent.api import ApiRefusedError
from voice_agent.services.interface import Said, Speaker
from voice_agent.tools import consent
from voice_agent.tools.coaching import CoachingTools

WATER = {"amountMl": 250}


class Kitchen:
    """An API that logs water once it is confirmed, and the coach's tools."""

    def __init__(self) -> None:
        self.logged: list[dict[str, Any]] = []
        self.proposed = 0
        self.api = RecordedApi(self.answer)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        given = asked.headers.get("X-Confirmation")
        if given == f"confirmation-{self.proposed}":
            self.logged.append(asked.body)
            return 201, {"data": {"logged": asked.body}}
        self.proposed += 1
        confirmation = {"id": f"confirmation-{self.proposed}", "expiresIn": 300}
        return 409, {"code": "CONFIRMATION_REQUIRED", "confirmation": confirmation}


async def talk(kitchen: Kitchen, *steps: tuple[str, str, int]) -> list[Any]:
    """What each call of the tool is answered. A step is who speaks, what, and in which turn."""
    answers = []
    async with serving(kitchen.api) as api:
        tools = CoachingTools(api)
        for who, text, turn in steps:
            if who == "model calls":
                answers.append(await tools.runs()["log_water"](WATER))
            elif who == "coach":
                tools.notice_speech(turn)
                tools.notice(Said(Speaker.AGENT, text, turn, final=True))
            else:
                tools.notice(Said(Speaker.CALLER, text, turn, final=True))
    return answers


CALL = ("model calls", "", 0)
ASK = ("coach", "A quarter of a litre, shall I note it?", 1)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent, "_WORDS_SECONDS", 0.05)
    monkeypatch.setattr(consent, "_LAST_WORDS_SECONDS", 0)


@pytest.mark.parametrize(
    "text", ["Yes, please.", "ok", "Go ahead!", "Ja, gerne", "Sí", "That’s correct"]
)
def test_a_yes_after_the_question_is_carried_out(text: str) -> None:
    kitchen = Kitchen()
    [asked, done] = in_time(talk(kitchen, CALL, ASK, ("member", text, 2), CALL))

    assert asked["done"] is False
    assert done == {"logged": WATER}
    assert kitchen.logged == [WATER]


@pytest.mark.parametrize(
    "text",
    [
        "No.",
        "Yes, but not now",
        "Don't",
        "Don’t",
        "Hm.",
        "Wait",
        "What was that?",
        "Nein, lieber nicht",
        "",
    ],
)
def test_anything_else_is_asked_again_and_not_done(text: str) -> None:
    kitchen = Kitchen()
    answers = in_time(talk(kitchen, CALL, ASK, ("member", text, 2), CALL))

    assert [answer["done"] for answer in answers] == [False, False]
    assert kitchen.logged == []


def test_a_model_that_calls_again_by_itself_confirms_nothing() -> None:
    kitchen = Kitchen()
    in_time(talk(kitchen, CALL, CALL, ASK, CALL, CALL))

    assert kitchen.logged == []


def test_a_please_in_the_request_itself_is_no_answer_to_the_question() -> None:
    """Its words may arrive when the coach is asking already."""
    kitchen = Kitchen()
    in_time(talk(kitchen, CALL, ASK, ("member", "Yes, log a glass please.", 1), CALL))

    assert kitchen.logged == []


def test_words_before_the_question_are_no_answer() -> None:
    kitchen = Kitchen()
    in_time(talk(kitchen, ("member", "Yes.", 1), CALL, ("member", "Yes.", 1), CALL))

    assert kitchen.logged == []


def test_a_no_is_forgotten_once_it_was_asked_again() -> None:
    kitchen = Kitchen()
    again = ("coach", "Shall I?", 3)
    in_time(
        talk(
            kitchen, CALL, ASK, ("member", "No, wait.", 2), CALL, again, ("member", "Yes.", 4), CALL
        )
    )

    assert kitchen.logged == [WATER]


def test_a_model_that_calls_twice_after_one_yes_logs_once() -> None:
    kitchen = Kitchen()
    answers = in_time(talk(kitchen, CALL, ASK, ("member", "Yes.", 2), CALL, CALL))

    assert answers[1] == answers[2]
    assert kitchen.logged == [WATER]


def test_the_same_later_is_asked_anew() -> None:
    kitchen = Kitchen()
    yes, more = ("member", "Yes.", 2), ("member", "I drank another one.", 3)
    answers = in_time(talk(kitchen, CALL, ASK, yes, CALL, more, CALL))

    assert answers[2]["done"] is False
    assert kitchen.logged == [WATER]


def test_a_confirmation_that_expired_is_asked_anew() -> None:
    kitchen = Kitchen()

    async def run() -> list[Any]:
        async with serving(kitchen.api) as api:
            tools = CoachingTools(api)
            water = tools.runs()["log_water"]
            first = await water(WATER)
            tools.notice_speech(1)
            kitchen.proposed += 1  # what was proposed first is not known any more
            tools.notice(Said(Speaker.CALLER, "Yes.", 2, final=True))
            return [first, await water(WATER)]

    answers = in_time(run())
    assert [answer["done"] for answer in answers] == [False, False]
    assert kitchen.logged == []


def test_the_same_amount_in_another_form_is_the_same_question() -> None:
    kitchen = Kitchen()

    async def run() -> list[Any]:
        async with serving(kitchen.api) as api:
            tools = CoachingTools(api)
            water = tools.runs()["log_water"]
            first = await water({"amountMl": 250, "date": None, "note": "not ours"})
            tools.notice_speech(1)
            tools.notice(Said(Speaker.CALLER, "Yes.", 2, final=True))
            return [first, await water({"amountMl": 250.0})]

    answers = in_time(run())
    assert answers[1] == {"logged": WATER}


def test_words_that_follow_a_yes_closely_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent, "_LAST_WORDS_SECONDS", 0.2)
    kitchen = Kitchen()

    async def run() -> Any:
        async with serving(kitchen.api) as api:
            tools = CoachingTools(api)
            water = tools.runs()["log_water"]
            await water(WATER)
            tools.notice_speech(1)
            tools.notice(Said(Speaker.CALLER, "Yes,", 2, final=False))
            calling = asyncio.ensure_future(water(WATER))
            await asyncio.sleep(0)
            tools.notice(Said(Speaker.CALLER, "Yes, but not today.", 2, final=True))
            return await calling

    assert in_time(run())["done"] is False
    assert kitchen.logged == []


def test_a_yes_to_what_was_refused_does_not_serve_later() -> None:
    """A class that is full now, and has a place when the model tries again by itself."""
    kitchen = Kitchen()
    propose, full = kitchen.api.answer, (409, {"error": "Every place is taken."})

    async def run() -> list[Any]:
        async with serving(kitchen.api) as api:
            tools = CoachingTools(api)
            water = tools.runs()["log_water"]
            await water(WATER)
            tools.notice_speech(1)
            tools.notice(Said(Speaker.CALLER, "Yes.", 2, final=True))
            kitchen.api.answer = lambda _: full
            with pytest.raises(ApiRefusedError):
                await water(WATER)
            kitchen.api.answer = propose
            return [await water(WATER)]

    assert in_time(run())[0]["done"] is False
    assert kitchen.logged == []


def test_a_service_that_takes_over_has_asked_nothing_yet() -> None:
    kitchen = Kitchen()

    async def run() -> Any:
        async with serving(kitchen.api) as api:
            tools = CoachingTools(api)
            water = tools.runs()["log_water"]
            await water(WATER)
            tools.notice_speech(1)
            await tools.brief()
            tools.notice(Said(Speaker.CALLER, "Yes, here I am.", 2, final=True))
            return await water(WATER)

    assert in_time(run())["done"] is False
    assert kitchen.logged == []


@pytest.mark.parametrize("trainer", ["../7", "7/../8", "", None, 0, -1, True, 7.5, [7], {"id": 7}])
def test_an_id_that_is_none_opens_no_path(trainer: Any) -> None:
    kitchen = Kitchen()

    async def run() -> None:
        async with serving(kitchen.api) as api:
            await CoachingTools(api).runs()["trainer_services"]({"trainerId": trainer})

    with pytest.raises(ApiRefusedError):
        in_time(run())
    assert kitchen.api.asked == []


@pytest.mark.parametrize("trainer", [7, 7.0, "7"])
def test_an_id_may_be_written_as_models_do(trainer: Any) -> None:
    kitchen = Kitchen()
    kitchen.api.answer = lambda _: (200, {"data": {"services": []}})

    async def run() -> None:
        async with serving(kitchen.api) as api:
            await CoachingTools(api).runs()["trainer_services"]({"trainerId": trainer})

    in_time(run())
    assert [asked.path for asked in kitchen.api.asked] == ["/trainers/7/services"]
