"""What the core layer keeps of botocore's data is enough to make a call."""

import json
import shutil
from pathlib import Path

import botocore
from botocore.model import ServiceModel

import trim_botocore

DATA = Path(botocore.__file__).parent / "data"


def test_every_service_can_still_say_which_parameters_its_client_takes(tmp_path: Path) -> None:
    shutil.copy(DATA / "endpoints.json", tmp_path)
    for service in ("s3", "dynamodb", "sqs"):
        shutil.copytree(DATA / service, tmp_path / service)

    trim_botocore.trim(tmp_path, {"s3", "dynamodb"})

    assert not (tmp_path / "sqs").exists()
    [described] = (tmp_path / "s3").glob("*/service-2.json")
    model = ServiceModel(json.loads(described.read_text("utf-8")))
    names = {parameter.name for parameter in model.client_context_parameters}
    assert "ForcePathStyle" in names
    assert model.documentation == ""
