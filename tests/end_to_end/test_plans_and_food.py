"""Plans, a day and a photo of a meal, of a member who is vegan, allergic and injured, over HTTP."""

import json
import struct
from base64 import b64encode
from io import BytesIO
from typing import Any

import numpy as np
import pytest
import requests
from PIL import Image

from local.place import ROOT
from stvos.exercises.library import require_exercise
from stvos.exercises.vocabulary import Contraindication, Equipment
from tests.end_to_end.api import Answer, Api, until
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.trip import PASSWORD

HEIC = (ROOT / "tests" / "unit" / "food_scans" / "plate.heic").read_bytes()
PLATE = (320, 200)  # HEIC's width and height
GPS = 0x8825
PROFILE = {
    "injuries": ["knee"],
    "equipment": ["dumbbells"],
    "dietaryRestrictions": ["vegan"],
    "allergies": ["nuts"],
    "workoutDays": ["mon", "wed", "fri"],
}
FORBIDDEN = ("chicken", "beef", "salmon", "honey", "almond", "walnut", "cashew", "hazelnut")


@pytest.fixture
def member(app: Api, address: str) -> Api:
    body = {"email": address, "password": PASSWORD, "name": "Vera Vegan"}
    one = app.signed_in(app.post("/auth/register", body).data["accessToken"])
    settings = {"timezone": "Europe/London"}
    assert one.put("/users/me", {"profile": PROFILE, "settings": settings}).status == 200
    return one


def test_from_a_profile_to_plans_days_and_a_shopping_list(app: Api, member: Api) -> None:
    workout = member.post("/users/me/workout-plan", {}).data["workoutPlan"]
    exercises = [one for day in workout["weeks"][0]["days"] for one in day["exercises"]]
    assert {day["day"] for day in workout["weeks"][0]["days"]} == {1, 3, 5}
    known = [require_exercise(one["exerciseId"]) for one in exercises]
    assert not any(Contraindication.KNEE in one.contraindications for one in known)
    assert {tool for one in known for tool in one.equipment} <= {Equipment.DUMBBELL}
    member.post("/users/me/nutrition-plan", {})
    classes = member.post("/users/me/class-plan", {}).data["classPlan"]
    assert {workout["generatedBy"], classes["generatedBy"]} <= {"vertex", "planner"}

    today = member.get("/users/me/daily-plan").data
    assert today["meals"]
    # Clocks go forward in London on 28 March 2027.
    changed = member.get("/users/me/daily-plan", date="2027-03-28").data
    assert changed["date"] == "2027-03-28"

    [first, *_] = workout["weeks"][0]["days"]
    swap = {"week": 1, "day": first["day"], "exerciseIndex": 1}
    swapped = member.post("/users/me/workout-plan/swap", swap).data["workoutPlan"]
    before, after = (plan["weeks"][0]["days"][0]["exercises"][1] for plan in (workout, swapped))
    assert before["exerciseId"] != after["exerciseId"]

    bought = member.get("/users/me/nutrition-plan/shopping-list").data["items"]
    assert bought
    assert not any(word in one["name"].casefold() for one in bought for word in FORBIDDEN)


def test_a_plan_that_is_not_waited_for_comes_later(app: Api) -> None:
    body = {"userProfile": PROFILE | {"workoutDays": ["mon", "wed", "fri"]}}
    wanted = {"userProfile": {k: v for k, v in body["userProfile"].items() if k != "allergies"}}
    wanted["userProfile"].pop("dietaryRestrictions")
    started = app.post("/ai/generate-workout-plan", wanted, Prefer="respond-async")
    assert (started.status, started.headers["Preference-Applied"]) == (202, "respond-async")

    def ended() -> Any:
        job = app.get(f"/ai/jobs/{started.data['jobId']}").data
        return job if job["status"] != "running" else None

    job = until(ended, seconds=60, pause=0.5)
    assert (job["status"], bool(job["result"]["workoutPlan"]["weeks"])) == ("ready", True)


def test_a_photo_becomes_numbers_that_are_logged_once_and_forgotten(
    stack: LaptopStack, brand: Brand, app: Api, member: Api
) -> None:
    photo = _camera_photo()
    assert 2_000_000 < len(photo) < 4_400_000
    assert b"GPSQuill" in photo
    sent = _scan(stack, member, photo)
    scan = sent["scan"]
    assert [food["source"] for food in scan["foods"]] == ["foods", "foods", "model"]
    stored = requests.get(scan["imageUrl"], timeout=30).content
    assert stored.startswith(b"\xff\xd8")
    assert b"GPSQuill" not in stored
    assert GPS not in Image.open(BytesIO(stored)).getexif()

    small = BytesIO()
    Image.new("RGB", (300, 200), "brown").save(small, "JPEG")
    url = f"data:image/jpeg;base64,{b64encode(small.getvalue()).decode()}"
    assert member.post("/food-scanner/scan-food", {"image": url}).data["scan"]["isFood"] is True
    by_key = member.post("/food-scanner/scan-food", {"uploadKey": _uploaded(app, HEIC)})
    assert by_key.data["scan"]["isFood"] is True

    path = f"/food-scanner/scans/{scan['id']}"
    change = {"foods": [{"id": 1, "grams": 200}, {"id": 3, "remove": True}]}
    corrected = member.call("PATCH", path, change).data["scan"]
    rice, chicken = corrected["foods"]
    assert (rice["portion"]["grams"], rice["nutrition"]["perPortion"]["calories"]) == (200, 260)
    total = rice["nutrition"]["perPortion"]["calories"]
    total += chicken["nutrition"]["perPortion"]["calories"]
    logged = [member.post(f"{path}/log", {"mealType": "lunch"}) for _ in range(3)]
    assert [one.status for one in logged] == [201, 200, 200]
    series = member.get("/progress").data["series"]
    assert sum(day["calories"] for day in series) == pytest.approx(total, abs=1)

    assert member.delete(path).status == 200
    assert member.get(path).status == 404
    assert scan["id"] not in [one["id"] for one in member.get("/food-scanner/scans").data["items"]]
    assert requests.get(scan["imageUrl"], timeout=30).status_code in {403, 404}


def test_a_photo_larger_than_a_request_may_be_is_scanned_by_its_upload(
    stack: LaptopStack, app: Api, member: Api
) -> None:
    photo = _padded(HEIC, 12_000_000)
    assert len(photo) == 12_000_000
    assert _posted(stack, member, photo).status_code == 413

    scan = member.post("/food-scanner/scan-food", {"uploadKey": _uploaded(app, photo)}).data["scan"]

    assert [food["source"] for food in scan["foods"]] == ["foods", "foods", "model"]
    stored = requests.get(scan["imageUrl"], timeout=30).content
    assert Image.open(BytesIO(stored)).size == PLATE


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 415), (b"%PDF-1.7 lunch.jpg", 415), (b"<svg/>", 415), (b"\xff\xd8\xff\xe0cut", 415)],
)
def test_what_is_no_photo_is_refused(
    stack: LaptopStack, member: Api, content: bytes, status: int
) -> None:
    assert _posted(stack, member, content).status_code == status


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("workout", {"userProfile": {"height": 300}}, "body.userProfile.height"),
        ("workout", {"userProfile": {"weight": -1}}, "body.userProfile.weight"),
        ("nutrition", {"userProfile": {"age": 7}}, "body.userProfile.age"),
        ("workout", {"preferences": {"daysPerWeek": 8}}, "body.preferences.daysPerWeek"),
        ("nutrition", {"preferences": {"targetCalories": 200}}, "body.preferences.targetCalories"),
        ("class", {"preferences": {"duration": "forever"}}, "body.preferences.duration"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    app: Api, path: str, body: dict[str, Any], field: str
) -> None:
    answer: Answer = app.post(f"/ai/generate-{path}-plan", body)

    assert answer.status == 400
    assert answer.json["fields"][0]["path"] == field


def _scan(stack: LaptopStack, member: Api, photo: bytes) -> dict[str, Any]:
    answer = _posted(stack, member, photo)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = json.loads(answer.text)["data"]
    return data


def _uploaded(app: Api, photo: bytes) -> str:
    """The key of a HEIC photo that was sent straight into the bucket."""
    asked = {"contentType": "image/heic", "size": len(photo)}
    form = app.post("/food-scanner/uploads", asked).data
    up = requests.post(
        form["uploadUrl"], data=form["fields"], files={"file": ("p.heic", photo)}, timeout=60
    )
    assert up.status_code in {200, 201, 204}, up.text
    key: str = form["uploadKey"]
    return key


def _padded(heic: bytes, size: int) -> bytes:
    """The same picture in a file of this size, by a box that readers pass over (ISO 14496-12)."""
    missing = size - len(heic)
    return heic + struct.pack(">I4s", missing, b"free") + bytes(missing - 8)


def _posted(stack: LaptopStack, member: Api, photo: bytes) -> requests.Response:
    """A form with a photo, as an app sends it."""
    return requests.post(
        f"{stack.base_url}/food-scanner/scan-food",
        headers=member.headers,
        files={"image": ("plate.jpg", photo, "image/jpeg")},
        timeout=60,
    )


def _camera_photo() -> bytes:
    """A JPEG of some 3 MB that says where it was taken."""
    noise = np.random.default_rng(7).integers(0, 255, (1500, 2000, 3), dtype=np.uint8)
    told = Image.Exif()
    told[GPS] = {1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0), 29: "GPSQuill"}
    out = BytesIO()
    Image.fromarray(noise).save(out, "JPEG", quality=80, exif=told)
    return out.getvalue()
