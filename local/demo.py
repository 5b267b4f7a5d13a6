"""The demo brand of the laptop stack, as data."""

from datetime import UTC, datetime, timedelta
from typing import Any

FEATURES = [
    "classes",
    "live_classes",
    "workout_builder",
    "nutrition",
    "coach_connect",
    "ai_coach",
]

CLIENT: dict[str, Any] = {
    "name": "Harbour Fitness",
    "slug": "harbour-fitness",
    "branding": {
        "logo": "https://static.example.com/harbour/logo.png",
        "splashScreen": "https://static.example.com/harbour/splash.png",
        "primaryColor": "#0B6E99",
        "secondaryColor": "#F2A541",
    },
    "enabledFeatures": FEATURES,
    "requiresVoucher": False,
    "isDefault": True,
    "timezone": "Europe/London",
}

PARTNER: dict[str, Any] = {
    "name": "Wharf Logistics",
    "logo": "https://static.example.com/wharf/logo.png",
    "billing": {
        "model": "per_active_member",
        "unitPrice": 4.5,
        "currency": "GBP",
        "includedMembers": 10,
        "minimum": 50,
        "timezone": "Europe/London",
        "reportEmails": ["books@wharf.example"],
    },
    "memberVisibility": "detailed",
    "owner": {"email": "owner@wharf.example", "name": "Olu Owner"},
}

VOUCHERS = {"quantity": 50, "prefix": "WHARF"}

CATEGORIES = ["Strength", "Yoga", "Cycling", "Pilates", "Mobility"]

TRAINERS: list[dict[str, Any]] = [
    {
        "name": "Amara Okafor",
        "bio": "Strength coach who teaches lifting from the first empty bar.",
        "specialisations": ["strength", "mobility"],
        "languages": ["en"],
        "timezone": "Europe/London",
    },
    {
        "name": "Lucía Fernández",
        "bio": "Vinyasa teacher, fifteen years on the mat, patient with stiff backs.",
        "specialisations": ["yoga", "mobility"],
        "languages": ["es", "en"],
        "timezone": "Europe/Madrid",
    },
    {
        "name": "Jonas Weber",
        "bio": "Former track cyclist. Rides by power, explains it in plain words.",
        "specialisations": ["cycling"],
        "languages": ["de", "en"],
        "timezone": "Europe/Berlin",
    },
    {
        "name": "Mei Tanaka",
        "bio": "Pilates teacher for runners, office workers and everyone between.",
        "specialisations": ["pilates"],
        "languages": ["ja", "en"],
        "timezone": "Asia/Tokyo",
    },
]

# What the trainers of each zone charge in.
CURRENCIES = {
    "Europe/London": "GBP",
    "Europe/Madrid": "EUR",
    "Europe/Berlin": "EUR",
    "Asia/Tokyo": "JPY",
}

# For each category: who teaches it, what it needs, and its twelve classes.
_PROGRAMME: dict[str, tuple[str, list[str], list[str]]] = {
    "Strength": (
        "Amara Okafor",
        ["dumbbells"],
        [
            "First Lifts",
            "Full Body Foundations",
            "Push and Pull",
            "Lower Body Power",
            "Upper Body Builder",
            "Kettlebell Flow",
            "Heavy Day",
            "Core and Carry",
            "Superset Circuit",
            "Single Leg Strength",
            "Tempo Training",
            "Deload and Restore",
        ],
    ),
    "Yoga": (
        "Lucía Fernández",
        ["mat"],
        [
            "Morning Vinyasa",
            "Slow Flow",
            "Sun Salutations",
            "Yin for Hips",
            "Balance and Breath",
            "Power Yoga",
            "Yoga for Stiff Backs",
            "Evening Wind Down",
            "Arm Balances",
            "Restorative Hour",
            "Lunchtime Reset",
            "Inversions Made Kind",
        ],
    ),
    "Cycling": (
        "Jonas Weber",
        ["bike"],
        [
            "Easy Spin",
            "Sweet Spot Intervals",
            "Climb the Col",
            "Sprint Ladder",
            "Cadence Drills",
            "Tempo Ride",
            "Threshold Blocks",
            "Recovery Roll",
            "Over and Unders",
            "Rolling Hills",
            "Race Simulation",
            "Forty Minute Endurance",
        ],
    ),
    "Pilates": (
        "Mei Tanaka",
        ["mat"],
        [
            "Mat Basics",
            "The Hundred and Beyond",
            "Pilates for Runners",
            "ClientScope Relief",
            "Deep Core",
            "Spine and Shoulders",
            "Glutes and Stability",
            "Classical Mat",
            "Slow Burn",
            "Standing Pilates",
            "Pre-Ride Activation",
            "Sunday Series",
        ],
    ),
    "Mobility": (
        "Amara Okafor",
        [],
        [
            "Daily Ten",
            "Hips Unlocked",
            "Shoulder Care",
            "Ankles and Feet",
            "Before You Lift",
            "After the Run",
            "Thoracic Rotation",
            "Neck and Jaw",
            "Deep Squat Practice",
            "Hamstring Patience",
            "Travel Reset",
            "Night Stretch",
        ],
    ),
}

_INTENSITIES = ["low", "medium", "high"]
_DURATIONS = [10, 20, 30, 45, 60]


def classes(category_ids: dict[str, int], trainer_ids: dict[str, int]) -> list[dict[str, Any]]:
    """Sixty classes, twelve for each category, published one after another until today."""
    lines: list[dict[str, Any]] = []
    now = datetime.now(UTC).replace(microsecond=0)
    for category, (trainer, equipment, names) in _PROGRAMME.items():
        for position, name in enumerate(names):
            published = now - timedelta(days=len(lines), hours=1)
            lines.append(
                {
                    "name": name,
                    "description": f"{name}: a {category.lower()} class with {trainer}.",
                    "categoryId": category_ids[category],
                    "trainerId": trainer_ids[trainer],
                    "duration": _DURATIONS[position % len(_DURATIONS)],
                    "intensity": _INTENSITIES[position % len(_INTENSITIES)],
                    "isPremium": False,
                    "equipment": equipment,
                    "tags": [category.lower(), "demo"],
                    "featured": position == 0,
                    "publishedAt": published.isoformat().replace("+00:00", "Z"),
                    "video": {
                        "source": "hls",
                        "ref": f"https://media.example.com/harbour/{len(lines) + 1}/index.m3u8",
                    },
                }
            )
    return lines
