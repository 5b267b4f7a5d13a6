"""Part of a scan in this interpreter, which has imported nothing yet.

    scan_child.py floor | cold | photo <file>

`floor`: what a bare function imports, and a client of DynamoDB (tests/contract/import_cost.py).
`cold`: an AI endpoint until the model would be asked: the handler's module, what reads photos, and
the client of Vertex AI with its credentials. `photo`: what we do with a photo, but for the model
and the calls of AWS. Prints JSON: milliseconds of processor time, and the most memory in MB.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any


def floor() -> dict[str, Any]:
    started = time.process_time()
    import boto3
    from aws_lambda_powertools import Logger
    from pydantic import BaseModel

    boto3.client("dynamodb", region_name="eu-west-1")
    return {"ms": (time.process_time() - started) * 1000, "made": [Logger, BaseModel] != []}


def cold() -> dict[str, Any]:
    started = time.process_time()
    import pi_heif  # type: ignore[import-untyped]
    from PIL import Image

    from foods import scan_food
    from stvos.dynamodb.table import client
    from stvos.providers import vertex

    pi_heif.register_heif_opener(thumbnails=False)
    client()
    model = vertex.Vertex("bench", "global", "gemini", "localhost", _CREDENTIALS)
    vertex._client(model)
    made = [Image, scan_food] != []
    return {"ms": (time.process_time() - started) * 1000, "made": made}


def photo(file: str) -> dict[str, Any]:
    from stvos.ai.asking import _most_tokens
    from stvos.clock import utc_now
    from stvos.food_scans.answers import ScanEnvelope
    from stvos.food_scans.gemini_vision import RULES, SCHEMA
    from stvos.food_scans.photos import prepared
    from stvos.food_scans.scanning import scan_of
    from stvos.food_scans.vision import Sighting
    from stvos.providers.vertex import Prompt

    content = Path(file).read_bytes()
    prepared(content)  # Pillow is loaded with the first photo; that is of the cold start.
    said = json.dumps({"is_food": True, "confidence": 0.8, "foods": [_FOOD] * 6})
    times = []
    for _ in range(9):
        started = time.process_time()
        made = prepared(content)
        sighting = Sighting.model_validate_json(said, strict=True)
        ScanEnvelope.of(scan_of(sighting, utc_now())).model_dump_json()
        times.append((time.process_time() - started) * 1000)
    prompt = Prompt(RULES, "What is on this photo?", SCHEMA, 0, made.jpeg)
    return {"ms": sorted(times)[4], "sent": len(made.jpeg), "tokens": _most_tokens(prompt)}


def most_memory() -> float:
    """MB. Linux keeps in `ru_maxrss` what the parent had when this process was made."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 2**10


_CREDENTIALS = json.dumps(
    {
        "type": "external_account",
        "audience": "//iam.googleapis.com/bench",
        "subject_token_type": "urn:ietf:params:aws:token-type:aws4_request",
        "token_url": "https://sts.googleapis.com/v1/token",
        "credential_source": {
            "environment_id": "aws1",
            "regional_cred_verification_url": "https://sts.{region}.amazonaws.com",
        },
    }
)
_FOOD = {
    "name": "rice, white, boiled",
    "portion": "1 bowl",
    "grams": 150,
    "confidence": 0.9,
    "per_100g": {"calories": 130, "protein": 2.7, "carbs": 28, "fat": 0.3},
    "alternatives": [],
}


if __name__ == "__main__":
    part, *given = sys.argv[1:]
    found = photo(*given) if part == "photo" else floor() if part == "floor" else cold()
    print(json.dumps(found | {"mb": most_memory()}))
