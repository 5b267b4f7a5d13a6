"""The white-label app's journey over HTTP, against the deployed laptop stack."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.end_to_end.brand import CATEGORIES, Api, Brand, set_up, until
from tests.end_to_end.conftest import LaptopStack
from tests.end_to_end.journey import NEW_PASSWORD, PASSWORD, code_for, mails_to, names, sign_up


def test_the_app_looks_like_its_brand(app: Api, brand: Brand) -> None:
    config = app.get("/app/config").data
    assert config["client"]["name"] == brand.name
    assert config["client"]["branding"]["primaryColor"] == brand.colour


def test_signing_in_and_staying_signed_in(app: Api, address: str) -> None:
    _, signed_up = sign_up(app, address)
    assert app.post("/auth/register", {"email": address, "password": PASSWORD}).code == (
        "USER_EXISTS"
    )
    wrong = app.post("/auth/login", {"email": address, "password": "wrong password"})
    assert (wrong.status, wrong.code) == (401, "INVALID_CREDENTIALS")
    signed_in = app.post("/auth/login", {"email": address, "password": PASSWORD}).data
    assert signed_in["user"]["id"] == signed_up["user"]["id"]

    first = signed_in["refreshToken"]
    second = app.post("/auth/refresh", {"refreshToken": first}).data
    again = app.post("/auth/refresh", {"refreshToken": first}).data
    assert second["refreshToken"] == again["refreshToken"] != first
    third = app.post("/auth/refresh", {"refreshToken": second["refreshToken"]}).data
    reused = app.post("/auth/refresh", {"refreshToken": first})
    assert (reused.status, reused.code) == (401, "TOKEN_REUSED")
    dead = app.post("/auth/refresh", {"refreshToken": third["refreshToken"]})
    assert (dead.status, dead.code) == (401, "INVALID_TOKEN")
    # The sign-up's own family is another one, and lives.
    assert app.post("/auth/refresh", {"refreshToken": signed_up["refreshToken"]}).status == 200


def test_a_forgotten_password_is_reset_by_mail(
    app: Api, stack: LaptopStack, address: str, brand: Brand
) -> None:
    member, before = sign_up(app, address)
    assert member.get("/auth/me").status == 200
    verified = member.post("/auth/verify-email", {"code": code_for(stack, address, "confirm")})
    assert verified.data["user"]["emailVerified"] is True

    assert app.post("/auth/forgot-password", {"email": address}).status == 202
    code = code_for(stack, address, "password")
    wrong = {"email": address, "code": "000000", "newPassword": NEW_PASSWORD}
    if code != "000000":
        assert app.post("/auth/reset-password", wrong).code == "INVALID_CODE"
    assert app.post("/auth/reset-password", wrong | {"code": code}).status == 200
    assert app.post("/auth/reset-password", wrong | {"code": code}).code == "INVALID_CODE"
    assert member.get("/auth/me").code == "INVALID_TOKEN"
    assert app.post("/auth/refresh", {"refreshToken": before["refreshToken"]}).status == 401
    assert app.post("/auth/login", {"email": address, "password": PASSWORD}).status == 401
    assert app.post("/auth/login", {"email": address, "password": NEW_PASSWORD}).status == 200
    mail = list(mails_to(stack, address))[-1]
    assert brand.name in str(mail["Subject"])
    assert brand.colour in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]


def test_browsing_with_each_filter_and_sort_through_all_pages(app: Api, brand: Brand) -> None:
    until(lambda: app.get("/content/classes").data["pagination"]["total"] == 200)
    pages = [app.get("/content/classes", limit=45, page=page).data for page in range(1, 7)]
    assert [len(page["items"]) for page in pages] == [45, 45, 45, 45, 20, 0]
    assert sorted(name for page in pages for name in names(page)) == sorted(brand.class_names)
    card = pages[0]["items"][0]
    assert set(card) >= {"id", "name", "trainer", "category", "duration", "intensity", "isLive"}
    assert not {"video", "playbackUrl", "ref"} & set(card)

    def total(**query: object) -> int:
        return int(app.get("/content/classes", **query).data["pagination"]["total"])

    categories = {c["name"]: c for c in app.get("/content/categories").data["categories"]}
    assert set(categories) == set(CATEGORIES)
    assert categories["Yoga"]["classCount"] == 40
    assert total(category="yoga") == total(category=categories["Yoga"]["id"]) == 40
    assert total(trainer=card["trainer"]["id"]) == 200
    assert total(intensity="low") == 67
    assert total(minDuration=30, maxDuration=40) == 80
    assert total(equipment="mat") == 100
    assert total(isLive="false") == 200
    assert total(category="Yoga", equipment="mat", intensity="high") < 20

    by_name = names(app.get("/content/classes", sort="name", limit=100).data)
    assert by_name == sorted(by_name)
    backwards = names(app.get("/content/classes", sort="-name", limit=100).data)
    assert backwards == sorted(brand.class_names, reverse=True)[:100]
    durations = [c["duration"] for c in app.get("/content/classes", sort="duration").data["items"]]
    assert durations == sorted(durations)
    newest = [c["publishedAt"] for c in app.get("/content/classes", sort="newest").data["items"]]
    assert newest == sorted(newest, reverse=True)
    assert app.get("/content/classes", sort="popular").status == 200
    assert app.get("/content/classes", sort="nonsense").code == "VALIDATION_ERROR"


def test_searching_with_a_prefix_a_typo_and_an_accent(app: Api) -> None:
    until(lambda: app.get("/content/classes").data["pagination"]["total"] == 200)

    def total(q: str) -> int:
        return int(app.get("/content/search", q=q).data["pagination"]["total"])

    assert total("sunrise") == total("sunr") == total("sunrize") == 40
    assert total("rucken") == total("Rücken") == 20
    assert total("cafe") == 1
    assert total("bronte") == 200
    assert total("sunrise yoga") == 8
    assert total("nothing like this") == 0
    assert app.get("/content/search", q="").code == "VALIDATION_ERROR"


def test_watching_is_counted_truly(app: Api, address: str) -> None:
    until(lambda: app.get("/content/classes").data["pagination"]["total"] == 200)
    member, _ = sign_up(app, address)
    card = app.get("/content/classes", maxDuration=10, limit=1).data["items"][0]
    class_id, length = card["id"], card["duration"] * 60

    assert member.put(f"/users/me/favourites/{class_id}").status == 200
    assert member.put(f"/users/me/favourites/{class_id}").status == 200
    assert [c["id"] for c in member.get("/users/me/favourites").data["items"]] == [class_id]
    access = member.get(f"/video/access/{class_id}").data
    assert access["kind"] == "hls"
    assert access["playbackUrl"].startswith("https://media.example.com/")

    started = member.post("/sessions/start", {"classId": class_id})
    assert started.status == 201
    session = started.data["session"]
    assert member.post("/sessions/start", {"classId": class_id}).status == 200
    progress = f"/sessions/{session['id']}/progress"

    jumped = member.post(progress, {"positionSeconds": length - 1, "seq": 1}).data["session"]
    assert jumped["status"] == "active"
    assert jumped["watchedSeconds"] < 60
    before = jumped["watchedSeconds"]
    for seq in (2, 3, 3, 2, 1):
        beat = member.post(progress, {"positionSeconds": 5, "seq": seq})
        assert beat.status == 200
    after = member.get(f"/sessions/{session['id']}").data["session"]
    assert before <= after["watchedSeconds"] < 90

    watching = member.get("/content/discover").data["continueWatching"]
    assert [c["id"] for c in watching] == [class_id]
    assert watching[0]["sessionId"] == session["id"]
    done = member.post(f"/sessions/{session['id']}/complete").data["session"]
    assert done["status"] == "ended"
    assert [s["id"] for s in member.get("/sessions").data["items"]] == [session["id"]]


def test_thirty_heartbeats_complete_a_class_at_ninety_percent(
    stack: LaptopStack, operator: Api, address: str
) -> None:
    """A class of one minute, watched at twice its speed: 27 s of wall time are the floor."""
    brand = set_up(operator, "#be123c", classes=1, minutes=1)
    app = Api(stack.base_url, {"X-API-Key": brand.key})
    until(lambda: app.get("/content/classes").data["pagination"]["total"] == 1)
    member, _ = sign_up(app, address)
    class_id = app.get("/content/classes").data["items"][0]["id"]
    session = member.post("/sessions/start", {"classId": class_id}).data["session"]
    progress = f"/sessions/{session['id']}/progress"
    watched: list[float] = []
    for seq in range(1, 31):
        time.sleep(1)
        beat = member.post(progress, {"positionSeconds": min(60, seq * 2), "seq": seq})
        watched.append(beat.data["session"]["watchedSeconds"])
        if seq % 5 == 0:  # A repeat, and one that comes late.
            assert member.post(progress, {"positionSeconds": seq * 2, "seq": seq}).status == 200
            assert member.post(progress, {"positionSeconds": 1, "seq": seq - 3}).status == 200
        if seq == 10:
            assert beat.data["session"]["status"] == "active"
            jump = member.post(progress, {"positionSeconds": 60, "seq": seq})
            assert jump.data["session"]["status"] == "active"
    assert watched == sorted(watched)
    assert watched[-1] <= 60
    final = member.get(f"/sessions/{session['id']}").data["session"]
    assert final["status"] == "completed"
    assert final["percentComplete"] >= 90
    assert member.get("/content/discover").data["continueWatching"] == []
    today = datetime.now(ZoneInfo("Europe/London")).date()
    until(
        lambda: member.get("/progress", from_=today, to=today).data["series"][0]["watchedMinutes"]
    )


def test_logging_a_day(app: Api, address: str) -> None:
    zone = "Europe/London"
    member, _ = sign_up(app, address, settings={"timezone": zone})
    today = datetime.now(ZoneInfo(zone)).date()
    logged = member.post("/progress/workout", {"name": "Run", "durationMinutes": 30})
    assert logged.status == 201
    meal = {
        "mealType": "lunch", "name": "Soup", "calories": 320, "protein": 12, "carbs": 40, "fat": 9,
    }  # fmt: skip
    for _ in range(2):
        totals = member.post("/progress/nutrition", meal).data["day"]["totals"]
    assert totals["calories"] == 640
    water = member.post("/progress/water", {"amountMl": 250}).data["day"]
    assert water["loggedMl"] == 250
    member.post("/progress/measurement", {"weightKg": 71.5})
    for days in (1, 2):
        date = str(today - timedelta(days=days))
        member.post("/progress/water", {"amountMl": 500, "date": date})

    series = member.get("/progress", from_=today - timedelta(days=2), to=today).data["series"]
    assert [day["waterMl"] for day in series] == [500, 500, 250]
    assert series[-1]["calories"] == 640
    assert series[-1]["workoutMinutes"] == 30
    assert series[-1]["weightKg"] == 71.5
    assert member.get("/progress/summary").data["streakDays"] == 3


def test_export_and_farewell(app: Api, stack: LaptopStack, address: str) -> None:
    member, data = sign_up(app, address)
    member.post("/progress/water", {"amountMl": 250})
    job = member.post("/users/me/export")
    assert job.status == 202
    path = f"/users/me/export/{job.data['jobId']}"
    ready = until(lambda: (d := member.get(path).data)["status"] == "ready" and d)
    assert ready["url"].startswith("http")

    assert member.delete("/users/me", {"password": "wrong password"}).status == 401
    gone = member.delete("/users/me", {"password": PASSWORD})
    assert (gone.status, bool(gone.data["receiptId"])) == (202, True)
    for path in ("/users/me", "/auth/me", "/sessions", "/progress/summary", "/content/discover"):
        assert member.get(path).code == "INVALID_TOKEN"
    assert app.post("/auth/refresh", {"refreshToken": data["refreshToken"]}).status == 401
    assert app.post("/auth/login", {"email": address, "password": PASSWORD}).status == 401
    dynamodb = stack.aws("dynamodb")

    def traces() -> int:
        pages = dynamodb.get_paginator("scan").paginate(TableName=stack.table)
        items = [item for page in pages for item in page["Items"]]
        # The worker begins half a minute later, when the account's last requests are over.
        return sum(str(data["user"]["id"]) in str(item) for item in items)

    until(lambda: traces() == 0, 150)
