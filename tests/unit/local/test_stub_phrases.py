"""The stand-in's conversations: what they fill is what the product asks."""

from local.stubs.phrases import (
    COACHING,
    FIRST_COACH,
    ONBOARDING,
    PHRASES,
    REFERENCE_PROFILE,
    ToolRequest,
)
from local.stubs.scripted_coach import first_coach
from local.stubs.talks import ToolAnswer
from stvos.onboarding.questions import QUESTIONS, unanswered
from stvos.onboarding.requests import AnswersBody


def saved() -> list[dict[str, object]]:
    calls = [call for phrase in ONBOARDING for call in phrase.calls]
    return [call.arguments["profile"] for call in calls if call.name == "save_profile"]


def test_the_answers_of_twelve_turns_are_the_reference_profile() -> None:
    profile: dict[str, object] = {}
    for answers in saved():
        profile |= answers

    assert len(ONBOARDING) == 12
    assert profile == REFERENCE_PROFILE


def test_one_answer_is_corrected() -> None:
    fields = [field for answers in saved() for field in answers]
    assert {field for field in fields if fields.count(field) > 1} == {"workoutDays"}


def test_the_reference_profile_is_in_order_and_answers_every_question() -> None:
    given = AnswersBody.model_validate(REFERENCE_PROFILE).given()

    assert len(given) == len(REFERENCE_PROFILE) > len(QUESTIONS)
    assert unanswered(given) == []


def test_a_coach_is_recommended_and_chosen_before_the_end() -> None:
    last = [phrase.calls for phrase in ONBOARDING[-3:]]
    assert last == [
        (ToolRequest("recommend_coaches", {}),),
        (ToolRequest("select_coach", {"coachId": FIRST_COACH}),),
        (ToolRequest("finish", {}),),
    ]


def test_the_member_repeats_what_is_to_be_confirmed() -> None:
    water = ToolRequest("log_water", {"amountMl": 250})
    calls = [phrase.calls for phrase in COACHING]
    assert calls == [
        (ToolRequest("daily_plan", {}),),
        (water,),
        (water,),
        (ToolRequest("finish", {}),),
    ]


def test_every_text_says_one_thing() -> None:
    assert len({phrase.text for phrase in PHRASES}) == len(PHRASES)


def test_the_first_coach_is_of_the_last_recommendation() -> None:
    coaches = '{"coaches": [{"id": %d}, {"id": 9}]}'
    wrapped = {"output": '{"data": {"coaches": [{"id": 5}]}}'}
    answers = [
        ToolAnswer("recommend_coaches", "1", coaches % 3),
        ToolAnswer("recommend_coaches", "2", coaches % 4),
        ToolAnswer("save_profile", "3", coaches % 8),
        ToolAnswer("recommend_coaches", "4", "busy", is_error=True),
    ]
    assert first_coach(answers) == 4
    assert first_coach([*answers, ToolAnswer("recommend_coaches", "5", wrapped)]) == 5
    assert first_coach([]) == 0
