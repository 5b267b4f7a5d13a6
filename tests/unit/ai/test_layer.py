"""The layer with Vertex AI's client holds one of its services, and fits beside the others."""

from local.place import CACHE

PACKAGES = CACHE / "ai" / "python"
AIPLATFORM = PACKAGES / "google" / "cloud" / "aiplatform_v1"
MOST_BYTES = 45_000_000
"""Of 250 MB that a function may have unpacked, with the layers core (70 MB) and vision (26 MB)."""


def test_it_holds_the_one_service_that_is_called() -> None:
    services = {path.name for path in (AIPLATFORM / "services").iterdir() if path.is_dir()}

    assert services - {"__pycache__"} == {"prediction_service"}
    assert not (PACKAGES / "vertexai").exists()


def test_it_is_small() -> None:
    size = sum(path.stat().st_size for path in PACKAGES.rglob("*") if path.is_file())

    assert 5_000_000 < size < MOST_BYTES
