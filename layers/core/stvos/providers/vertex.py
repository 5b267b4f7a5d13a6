"""Gemini on Vertex AI, by the client of google-cloud-aiplatform, which the layer `ai` has.

It is loaded with the first question. See cloud.google.com/vertex-ai/generative-ai/docs:
`generateContent` answers candidates, each with a reason why it ends, and what it cost in tokens.
"""

import json
import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from stvos.errors import AiNotConfigured, AiTimeout, AiUnavailable

if TYPE_CHECKING:
    from google.cloud.aiplatform_v1.services.prediction_service.client import (
        PredictionServiceClient,
    )
    from google.cloud.aiplatform_v1.types import prediction_service

logger = Logger(service="stvos")

USUAL_LOCATION, USUAL_MODEL = "global", "gemini-3.5-flash"
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
# Of those that serve several regions; a single region's address begins with its name.
_HOSTS = {
    "global": "aiplatform.googleapis.com",
    "eu": "aiplatform.eu.rep.googleapis.com",
    "us": "aiplatform.us.rep.googleapis.com",
}


class NotBilled(AiUnavailable):
    """The provider refused the call, or failed: Google bills no tokens for that."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked. `rules`: what it is to do, from us alone. `text` and `jpeg`: what it
    is to do it with. `schema`: of the JSON that it answers, in Vertex AI's plain subset.
    `most_tokens`: of the answer, with what it thinks.
    """

    rules: str
    text: str
    schema: Mapping[str, Any]
    most_tokens: int
    jpeg: bytes | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answered. `finish`: Vertex AI's name of the reason why it ends, `STOP` for an
    answer that is whole. `tokens`: what question and answer cost.
    """

    text: str
    finish: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Vertex:
    """Where the model is, and how this deployment shows who it is.

    `credentials`: Google's JSON, of workload identity federation or of a service account.
    """

    project: str
    location: str
    model: str
    endpoint: str
    credentials: str

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> "Vertex":
        """Raises AiNotConfigured unless project and credentials are set."""
        project, credentials = (
            environment.get(name, "").strip() for name in ("VERTEX_PROJECT", "VERTEX_CREDENTIALS")
        )
        if not project or not credentials:
            raise AiNotConfigured
        location = environment.get("VERTEX_LOCATION", "").strip() or USUAL_LOCATION
        host = _HOSTS.get(location, f"{location}-aiplatform.googleapis.com")
        return cls(
            project=project,
            location=location,
            model=environment.get("VERTEX_MODEL", "").strip() or USUAL_MODEL,
            endpoint=environment.get("VERTEX_API_ENDPOINT", "").strip() or host,
            credentials=credentials,
        )

    def ask(self, prompt: Prompt, deadline: float) -> Completion:
        """Ask once. `deadline`: in seconds of `time.monotonic`. Raises AiTimeout, AiUnavailable."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise AiTimeout
        # The client's own time limit is for each read, so a server that dribbles would outlast it.
        pool = ThreadPoolExecutor(max_workers=1)
        try:
            return pool.submit(partial(self._ask, prompt, left)).result(left)
        except TooLate:
            raise AiTimeout from None
        finally:
            pool.shutdown(wait=False)

    def _ask(self, prompt: Prompt, seconds: float) -> Completion:
        from google.api_core import exceptions
        from google.auth.exceptions import GoogleAuthError
        from google.protobuf.json_format import ParseError
        from requests import RequestException, Timeout

        try:
            client = _client(self)
            answer = client.generate_content(
                _request(self, prompt), timeout=seconds, retry=None, metadata=()
            )
        except (Timeout, exceptions.GatewayTimeout) as error:
            raise AiTimeout from error
        # The connection ended in the middle, or a proxy's page came: it may have been answered.
        except (RequestException, ParseError) as error:
            logger.exception("the model did not answer", model=self.model, location=self.location)
            raise AiUnavailable from error
        # Credentials may be none of Google's: the library says so in its own words.
        except (exceptions.GoogleAPIError, GoogleAuthError, ValueError) as error:
            logger.exception("the model was not asked", model=self.model, location=self.location)
            raise NotBilled from error
        return _reply(answer)


def _reply(answer: "prediction_service.GenerateContentResponse") -> Completion:
    tokens = answer.usage_metadata.total_token_count
    if not answer.candidates:
        return Completion("", answer.prompt_feedback.block_reason.name, tokens)
    candidate = answer.candidates[0]
    text = "".join(part.text for part in candidate.content.parts if not part.thought)
    return Completion(text, candidate.finish_reason.name, tokens)


def _request(vertex: Vertex, prompt: Prompt) -> "prediction_service.GenerateContentRequest":
    from google.cloud.aiplatform_v1.types import content, prediction_service

    parts = [content.Part(text=prompt.text)]
    if prompt.jpeg is not None:
        picture = content.Blob(mime_type="image/jpeg", data=prompt.jpeg)
        parts = [content.Part(inline_data=picture), *parts]
    place = f"projects/{vertex.project}/locations/{vertex.location}"
    return prediction_service.GenerateContentRequest(
        model=f"{place}/publishers/google/models/{vertex.model}",
        system_instruction=content.Content(parts=[content.Part(text=prompt.rules)]),
        contents=[content.Content(role="user", parts=parts)],
        generation_config=content.GenerationConfig(
            max_output_tokens=prompt.most_tokens,
            # Thoughts count as output. Every model that is alive has this level.
            thinking_config=content.GenerationConfig.ThinkingConfig(
                thinking_level=content.GenerationConfig.ThinkingConfig.ThinkingLevel.LOW
            ),
            response_mime_type="application/json",
            response_schema=prompt.schema,
        ),
    )


@lru_cache(maxsize=4)
def _client(vertex: Vertex) -> "PredictionServiceClient":
    """One client for a process, which keeps its connection and its access token."""
    from google.cloud.aiplatform_v1.services.prediction_service.client import (
        PredictionServiceClient,
    )

    return PredictionServiceClient(
        transport="rest",
        credentials=_credentials(json.loads(vertex.credentials)),
        client_options={"api_endpoint": vertex.endpoint},
    )


def _credentials(written: Mapping[str, Any]) -> Any:
    """Google's credentials of a JSON file, which is a service account's, or says how a token of AWS
    or of someone else becomes one of Google's. Raises ValueError for any other.
    """
    from google.auth import aws, identity_pool
    from google.oauth2 import service_account

    match written.get("type"):
        case "service_account":
            made = service_account.Credentials.from_service_account_info(written)
        case "external_account" if "environment_id" in written.get("credential_source", {}):
            made = aws.Credentials.from_info(written)
        case "external_account":
            made = identity_pool.Credentials.from_info(written)
        case kind:
            raise ValueError(f"credentials of the type {kind} are not taken")
    return made.with_scopes([_SCOPE])
