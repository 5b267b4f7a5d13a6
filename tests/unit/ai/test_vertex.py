"""Where Vertex AI is asked, by what the deployment says."""

import pytest

from stvos.errors import AiNotConfigured
from stvos.providers.vertex import Vertex

SET_UP = {"VERTEX_PROJECT": "brand", "VERTEX_CREDENTIALS": "{}"}


@pytest.mark.parametrize(
    ("location", "endpoint"),
    [
        ("", "aiplatform.googleapis.com"),
        ("global", "aiplatform.googleapis.com"),
        ("eu", "aiplatform.eu.rep.googleapis.com"),
        ("us", "aiplatform.us.rep.googleapis.com"),
        ("europe-west4", "europe-west4-aiplatform.googleapis.com"),
    ],
)
def test_the_address_is_that_of_the_location(location: str, endpoint: str) -> None:
    vertex = Vertex.of_environment(SET_UP | {"VERTEX_LOCATION": location})

    assert (vertex.endpoint, vertex.location) == (endpoint, location or "global")


def test_an_address_that_is_given_goes_before() -> None:
    named = {"VERTEX_API_ENDPOINT": "http://127.0.0.1:1", "VERTEX_MODEL": "gemini-3.8-flash"}
    vertex = Vertex.of_environment(SET_UP | named)

    assert (vertex.endpoint, vertex.model) == ("http://127.0.0.1:1", "gemini-3.8-flash")


@pytest.mark.parametrize("missing", SET_UP)
def test_without_project_or_credentials_there_is_no_model(missing: str) -> None:
    with pytest.raises(AiNotConfigured):
        Vertex.of_environment(SET_UP | {missing: " "})
