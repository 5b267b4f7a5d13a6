"""A stack that was killed comes back from what lay on disk at that moment."""

import shutil
from pathlib import Path
from uuid import uuid4

from tests.end_to_end.api import Api, until
from tests.end_to_end.conftest import LaptopStack, started

PASSWORD = "correct horse battery"


def test_what_was_there_is_there_again_and_nothing_is_deployed_anew(
    stack: LaptopStack, tmp_path: Path
) -> None:
    """The copy is what a kill -9 leaves behind; the first stack goes on, on its own ports."""
    app = Api(stack.base_url, {"X-API-Key": stack.demo["clientKey"]})
    account = {"email": f"{uuid4().hex[:12]}@example.com", "password": PASSWORD}
    member = app.post("/auth/register", {**account, "name": "Sam"}).data["user"]["id"]
    object_key = f"exports/{uuid4().hex}"
    stack.aws("s3").put_object(Bucket=stack.bucket, Key=object_key, Body=b"kept")
    tables = stack.folder / "state" / "dynamodb.json"
    until(lambda: str(member) in tables.read_text())
    folder = tmp_path / "stack"
    for name in ("state", "s3"):
        unfinished = shutil.ignore_patterns("*.tmp")
        shutil.copytree(stack.folder / name, folder / name, ignore=unfinished)
    shutil.copy(stack.folder / "stack.json", folder)

    with started(folder, providers=stack.stand_ins) as again:
        assert not (folder / "sam-build.log").exists()
        assert again.base_url != stack.base_url
        assert (again.demo, again.admin_key) == (stack.demo, stack.admin_key)
        app = Api(again.base_url, {"X-API-Key": stack.demo["clientKey"]})
        assert app.post("/auth/login", account).status == 200
        kept = again.aws("s3").get_object(Bucket=again.bucket, Key=object_key)
        assert kept["Body"].read() == b"kept"
        later = {"email": f"{uuid4().hex[:12]}@example.com", "password": PASSWORD}
        assert app.post("/auth/register", {**later, "name": "Kim"}).status == 201
        # Mails go out by the table's stream, which must run again as well.
        until(lambda: list(again.mail.glob(f"*{later['email']}*.eml")))
