"""Requests of the onboarding routes that succeed."""

from onboarding import save_profile as save
from stvos.dynamodb.keys import UserId
from stvos.onboarding.hume_chats import chat_name
from tests.contract.scene import Ask, Scene
from tests.hume import hume, webhook
from tests.video import livekit

ANSWERS = {"fitnessGoal": "Strength", "goals": ["yoga"], "workoutDays": ["mon"]}


def _session(scene: Scene) -> str:
    return str(scene.world.call(save, body={"profile": ANSWERS}).data["sessionId"])


def save_profile(scene: Scene) -> Ask:
    return Ask(body={"sessionId": _session(scene), "profile": ANSWERS})


def get_profile(scene: Scene) -> Ask:
    return Ask(query={"sessionId": _session(scene)})


def give_consent(scene: Scene) -> Ask:
    return Ask(body={"sessionId": _session(scene), "transcript": True})


def recommend_coaches(scene: Scene) -> Ask:
    assert scene.trainer
    return Ask(body={"sessionId": _session(scene)})


def list_recommended_coaches(scene: Scene) -> Ask:
    assert scene.trainer
    return Ask(query={"sessionId": _session(scene)})


def select_coach(scene: Scene) -> Ask:
    return Ask(body={"sessionId": _session(scene), "coachId": scene.trainer.trainer_id})


def get_voice_token(scene: Scene) -> Ask:
    livekit()
    return Ask(body={"sessionId": _session(scene)})


def get_coaching_token(scene: Scene) -> Ask:
    livekit()
    return Ask(body={})


def get_hume_token(scene: Scene) -> Ask:
    hume()
    return Ask(body={})


def receive_hume_event(scene: Scene) -> Ask:
    """That the member's chat has ended."""
    hume()
    name = chat_name(scene.member.tenant, UserId(scene.member.id))
    event = {"event_name": "chat_ended", "chat_id": "1", "custom_session_id": name}
    body, headers = webhook(event)
    return Ask(body=body.decode(), headers=headers)
