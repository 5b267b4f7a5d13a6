"""A job of LiveKit's: one talk in one room, from joining to leaving."""

import asyncio
import json
import logging
from contextlib import suppress

import aiohttp
from livekit import rtc
from livekit.agents import AutoSubscribe, JobContext

from voice_agent.api import Api
from voice_agent.audio import Voice
from voice_agent.caller import Caller
from voice_agent.conversation import Conversation
from voice_agent.other_agents import STATE, is_needed
from voice_agent.services import gemini, hume
from voice_agent.services.interface import SpeechService
from voice_agent.settings import GeminiSettings, Settings
from voice_agent.talk import NoTalkError, Talk, TalkKind
from voice_agent.tools.coaching import CoachingTools
from voice_agent.tools.onboarding import OnboardingTools
from voice_agent.tools.toolbox import Toolbox
from voice_agent.transcript import Transcript, send

logger = logging.getLogger("voice_agent")

_STATE_SECONDS = 3.0


async def run(context: JobContext) -> None:
    """What a worker runs for each job."""
    try:
        talk = Talk.read(context.job.metadata)
        await context.connect(auto_subscribe=AutoSubscribe.AUDIO_ONLY)
        if await is_needed(context.room):
            await _talk(context, talk, Settings.of_environment())
    except NoTalkError as error:
        logger.warning("a job of room %s is no talk: %s", context.job.room.name, error)
    finally:
        context.shutdown("the talk is over")


async def _talk(context: JobContext, talk: Talk, settings: Settings) -> None:
    room, transcript = context.room, Transcript()
    async with aiohttp.ClientSession() as http:
        voice = Voice()
        toolbox = _toolbox(talk, Api(http, settings.api_url, talk.token, settings.api_seconds))
        conversation = Conversation(_services(settings), toolbox, voice, transcript)
        caller = Caller(room, conversation.hear, settings.alone_seconds)
        try:
            await room.local_participant.publish_track(
                voice.track(), rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
            )
            if await caller.came():
                await _say_state(room, "talking")
                came_to_its_end = await _until_over(conversation, caller)
                await _say_state(room, "ended" if came_to_its_end else "form")
        except Exception:
            logger.exception("the talk broke off")
            await _say_state(room, "form")
        finally:
            closing = (conversation.close(), caller.close(), voice.close())
            for failure in await asyncio.gather(*closing, return_exceptions=True):
                if isinstance(failure, Exception):
                    logger.error("the talk was not closed: %s", type(failure).__name__)
        if talk.transcript and transcript.lines:
            of_newcomer = talk.session_id if talk.kind is TalkKind.ONBOARDING else ""
            body = transcript.event(
                f"agent-{context.job.id}", context.job.room.name, caller.identity, of_newcomer
            )
            key, secret = settings.livekit_key, settings.livekit_secret
            if not await send(http, settings.api_url, key, secret, body):
                logger.warning("the transcript was not taken")


async def _until_over(conversation: Conversation, caller: Caller) -> bool:
    """Whether the talk came to its end, also because the caller left; not if no service is left."""
    talking = asyncio.create_task(conversation.run())
    leaving = asyncio.create_task(caller.gone())
    try:
        await asyncio.wait({talking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return talking.result() if talking.done() else True
    finally:
        for task in (talking, leaving):
            task.cancel()
        await asyncio.gather(talking, leaving, return_exceptions=True)


async def _say_state(room: rtc.Room, state: str) -> None:
    """For the app, in both ways; a room that is closed has none any more."""
    message = json.dumps({"state": state})
    with suppress(Exception):
        async with asyncio.timeout(_STATE_SECONDS):
            await room.local_participant.set_attributes({STATE: state})
    with suppress(Exception):
        async with asyncio.timeout(_STATE_SECONDS):
            await room.local_participant.publish_data(message, topic=STATE, reliable=True)


def _toolbox(talk: Talk, api: Api) -> Toolbox:
    if talk.kind is TalkKind.COACHING:
        return CoachingTools(api)
    return OnboardingTools(api, talk.session_id)


def _services(settings: Settings) -> list[SpeechService]:
    return [
        gemini.GeminiService(one) if isinstance(one, GeminiSettings) else hume.EviService(one)
        for one in settings.services
    ]
