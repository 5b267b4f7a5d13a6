"""POST /v1/auth/register with an onboarding session."""

from contextvars import Context
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any

import pytest

from accounts import register
from members import delete_me, get_me
from onboarding import give_consent, save_profile, select_coach
from operators import change_trainer
from stvos.accounts.coaching import TrainerClients
from stvos.clock import standing, utc_now
from stvos.dynamodb.keys import UserId
from stvos.identity import passwords
from stvos.members.erasure import Erasure
from stvos.onboarding.repository import session_hash
from stvos.queues.worker import Task
from tests.api.accounts.sessions import crashing
from tests.api.members.workers import content, records
from tests.api.onboarding.world import answered, save, show
from tests.api.trainers.world import new_trainer
from tests.world import PASSWORD, Member, Reply, World

EMAIL = "ada@example.com"


def sign_up(world: World, session: str, **more: Any) -> Reply:
    body = {"email": EMAIL, "password": PASSWORD, "sessionId": session} | more
    return world.call(register, body=body)


def user_of(world: World, reply: Reply) -> Any:
    headers = {"Authorization": f"Bearer {reply.data['accessToken']}"}
    return world.call(get_me, headers=headers).data["user"]


def test_answers_coach_and_consent_become_the_account_s(world: World) -> None:
    coach = new_trainer(world, "Tara Trainer")
    session = answered(
        world,
        age=36,
        goals=["strength"],
        workoutTimes=["morning"],
        preferences=["Outdoors"],
        languages=["German"],
        timezone="Europe/Berlin",
        name="Ada",
    )
    world.call(select_coach, body={"sessionId": session, "coachId": coach.trainer_id})
    world.call(give_consent, body={"sessionId": session, "transcript": True})

    user = user_of(world, sign_up(world, session))

    assert user["name"] == "Ada"
    wanted = {
        "age": 36,
        "goals": ["strength"],
        "workoutTimes": ["morning"],
        "preferences": ["Outdoors"],
        "languages": ["German"],
    }
    assert user["profile"].items() >= wanted.items()
    assert user["settings"]["timezone"] == "Europe/Berlin"
    consent = user["settings"]["voiceConsent"]
    assert (consent["transcript"], consent["recording"]) == (True, False)
    assert consent["givenAt"]
    assert user["coach"] == {"id": coach.trainer_id, "name": "Tara Trainer", "image": None}


def test_what_the_sign_up_says_itself_wins(world: World) -> None:
    chosen, sent = new_trainer(world, "Chosen"), new_trainer(world, "Sent")
    session = answered(world, age=36, height=170, name="Ada", timezone="Europe/Berlin")
    world.call(select_coach, body={"sessionId": session, "coachId": chosen.trainer_id})

    reply = sign_up(
        world,
        session,
        name="Ada L.",
        coachId=sent.trainer_id,
        profile={"age": 37},
        settings={"timezone": "Europe/London"},
    )

    user = user_of(world, reply)
    assert (user["name"], user["coach"]["name"]) == ("Ada L.", "Sent")
    assert (user["profile"]["age"], user["profile"]["height"]) == (37, 170)
    assert user["settings"]["timezone"] == "Europe/London"


def test_the_member_is_one_of_the_coach_s_clients(world: World) -> None:
    coach, session = new_trainer(world), answered(world)
    world.call(select_coach, body={"sessionId": session, "coachId": coach.trainer_id})

    user_id = sign_up(world, session).data["user"]["id"]

    known = TrainerClients(world.table, world.tenant, coach.trainer_id)
    assert known.require(UserId(user_id)).user_id == user_id


def test_a_coach_who_left_meanwhile_keeps_nobody_from_signing_up(world: World) -> None:
    coach, session = new_trainer(world), answered(world, age=36)
    world.call(select_coach, body={"sessionId": session, "coachId": coach.trainer_id})
    world.operate(change_trainer, trainerId=coach.trainer_id, body={"active": False})

    user = user_of(world, sign_up(world, session))

    assert (user["coach"], user["profile"]["age"]) == (None, 36)


def test_a_session_serves_one_account(world: World) -> None:
    session = answered(world, age=36)
    sign_up(world, session)

    again = sign_up(world, session, email="eve@example.com")

    assert (again.status, again.code) == (400, "INVALID_SESSION")
    assert [item["email"] for item in world.table.all(world.keys.users())] == [EMAIL]


def test_nothing_changes_a_session_that_an_account_took(world: World) -> None:
    session = answered(world, age=36)
    sign_up(world, session)

    for reply in (save(world, session, profile={"age": 20}), show(world, session)):
        assert (reply.status, reply.code) == (400, "INVALID_SESSION")


def test_a_wrong_a_foreign_and_an_old_session_are_refused_and_create_nothing(
    world: World, other_world: World
) -> None:
    old, foreign = answered(world), answered(other_world)
    after = utc_now() + timedelta(hours=72, minutes=1)

    with standing(after):
        replies = [sign_up(world, old)]
    replies += [sign_up(world, foreign), sign_up(world, "A" * 32), sign_up(world, "?")]

    assert {(reply.status, reply.code) for reply in replies} == {(400, "INVALID_SESSION")}
    assert list(world.table.all(world.keys.users())) == []
    assert show(other_world, foreign).status == 200


def test_a_sign_up_that_is_sent_again_hears_of_its_account(world: World) -> None:
    session = answered(world)
    sign_up(world, session)

    assert sign_up(world, session).code == "USER_EXISTS"


def test_a_sign_up_that_died_after_storing_is_finished_by_its_repetition(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, key = answered(world, name="Ada"), {"Idempotency-Key": "the same"}
    body = {"email": EMAIL, "password": PASSWORD, "sessionId": session}
    with crashing(monkeypatch):
        world.call(register, body=body, headers=key)

    repeated = world.call(register, body=body, headers=key)

    assert repeated.status == 201
    assert repeated.data["user"]["name"] == "Ada"
    assert len(list(world.table.all(world.keys.users()))) == 1


def answering_meanwhile(
    world: World, session: str, monkeypatch: pytest.MonkeyPatch, *, times: int
) -> None:
    """Let an answer come in between reading the session and taking it over, so often."""
    hashed, heights = passwords.hash_password, iter(range(170, 170 + times))

    def hash_password(password: str) -> str:
        for height in islice(heights, 1):
            # Of another process, which knows nothing of this request.
            answer = partial(save, world, session, profile={"height": height})
            assert Context().run(answer).status == 200
        return hashed(password)

    monkeypatch.setattr(passwords, "hash_password", hash_password)


def test_an_answer_that_comes_in_between_is_the_account_s_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = answered(world, age=36)
    answering_meanwhile(world, session, monkeypatch, times=2)

    reply = sign_up(world, session)

    assert user_of(world, reply)["profile"].items() >= {"age": 36, "height": 171}.items()
    kept = world.table.find(world.keys.onboarded(UserId(reply.data["user"]["id"])))
    assert kept is not None
    assert kept["answers"]["height"]["value"] == 171
    assert len(world.mails()) == 1


def test_such_a_sign_up_that_died_after_storing_is_finished_by_its_repetition(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, key = answered(world, name="Ada"), {"Idempotency-Key": "the same"}
    answering_meanwhile(world, session, monkeypatch, times=1)
    body = {"email": EMAIL, "password": PASSWORD, "sessionId": session}
    with crashing(monkeypatch):
        world.call(register, body=body, headers=key)

    repeated = world.call(register, body=body, headers=key)

    assert repeated.status == 201
    [stored] = world.table.all(world.keys.users())
    assert stored["id"] == repeated.data["user"]["id"]
    assert user_of(world, repeated)["profile"]["height"] == 170


def test_a_session_that_never_holds_still_is_not_taken(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = answered(world)
    answering_meanwhile(world, session, monkeypatch, times=9)

    reply = sign_up(world, session)

    assert (reply.status, reply.code) == (409, "CONFLICT")
    assert list(world.table.all(world.keys.users())) == []
    assert show(world, session).status == 200


def test_the_account_keeps_where_each_answer_came_from(world: World) -> None:
    session = str(
        world.call(save_profile, body={"source": "voice", "injuries": ["chest pain"]}).data[
            "sessionId"
        ]
    )
    user_id = sign_up(world, session).data["user"]["id"]

    kept = world.table.find(world.keys.onboarded(UserId(user_id)), consistent=True)

    assert kept is not None
    assert kept["answers"]["injuries"]["source"] == "voice"
    assert kept["answers"]["injuries"]["confirmed"] is False
    assert kept["red_flags"] == ["chest_pain"]


def test_erasing_the_account_removes_the_session_and_all_of_it(world: World) -> None:
    session = answered(world, age=36)
    data = sign_up(world, session).data
    tokens = (data["accessToken"], data["refreshToken"])
    member = Member(data["user"]["id"], EMAIL, *tokens, world.key, world.tenant)
    member.call(delete_me, body={})
    [record] = records(world, "erase")

    task = Task(id=1, tenant=world.tenant, content=content(record))
    with pytest.raises(Exception, match="may still be running"):
        Erasure.of_stack().erase(task)

    keys = world.keys
    assert world.table.find(keys.onboarding_session(session_hash(session))) is None
    assert world.table.find(keys.onboarded(UserId(member.id))) is None
