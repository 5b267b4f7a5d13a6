"""What the core layer's build cuts out of botocore, and that our clients still find theirs."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import botocore
import pytest
from botocore.regions import EndpointResolver

import trim_botocore
from local.place import ROOT

CORE = ROOT / "layers" / "core"
DATA = Path(botocore.__file__).parent / "data"
SERVICES = ("dynamodb", "s3", "sesv2")


@pytest.fixture
def trimmed(tmp_path: Path) -> Path:
    """botocore's data with a service more than is wanted, trimmed."""
    for service in (*SERVICES, "sqs"):
        shutil.copytree(DATA / service, tmp_path / service)
    shutil.copy(DATA / "endpoints.json", tmp_path)
    trim_botocore.trim(tmp_path, set(SERVICES))
    return tmp_path


def test_the_layer_has_a_service_for_every_client_of_ours() -> None:
    makefile = (CORE / "Makefile").read_text("utf-8").replace("\\\n", " ")
    [kept] = re.findall(r"^SERVICES := (.*)$", makefile, re.MULTILINE)
    sources = [file.read_text("utf-8") for file in (CORE / "stvos").rglob("*.py")]
    made = {name for text in sources for name in re.findall(r'aws\.client\("(\w+)"', text)}
    assert made
    assert made <= set(kept.split())


def test_only_the_services_asked_for_are_left(trimmed: Path) -> None:
    assert {folder.name for folder in trimmed.iterdir() if folder.is_dir()} == set(SERVICES)


def test_no_text_of_a_description_is_left_and_nothing_else_is_gone(trimmed: Path) -> None:
    def texts(part: Any) -> int:
        if isinstance(part, list):
            return sum(map(texts, part))
        if not isinstance(part, dict):
            return 0
        text = part.get("documentation")
        return sum(map(texts, part.values())) + (isinstance(text, str) and text != "")

    [file] = trimmed.glob("s3/*/service-2.json")
    content = json.loads(file.read_text("utf-8"))
    assert texts(content) == 0
    whole = botocore.loaders.Loader().load_service_model("s3", "service-2")
    assert texts(whole) > 1000
    assert content["shapes"].keys() == whole["shapes"].keys()
    assert content["operations"].keys() == whole["operations"].keys()


@pytest.mark.parametrize("prefix", ["dynamodb", "s3", "email"])
@pytest.mark.parametrize("region", ["eu-west-1", "us-gov-west-1", "cn-north-1", "xx-new-1"])
def test_a_service_is_found_where_it_was(trimmed: Path, prefix: str, region: str) -> None:
    whole, left = (
        EndpointResolver(json.loads((folder / "endpoints.json").read_text("utf-8")))
        for folder in (DATA, trimmed)
    )
    assert left.construct_endpoint(prefix, region) == whole.construct_endpoint(prefix, region)


def test_a_service_that_botocore_does_not_know_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="dynamobd"):
        trim_botocore.trim(tmp_path, {"dynamobd"})
