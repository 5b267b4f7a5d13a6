"""What the operator asks of categories, trainers, classes and live classes."""

from typing import Annotated

from pydantic import Field, StringConstraints

from stvos.catalogue.models import VideoSource
from stvos.catalogue.records import Intensity
from stvos.models import (
    Body,
    Email,
    Id,
    Instant,
    Line120,
    Patch,
    Tags,
    Text5000,
    omittable,
)
from stvos.patterns import matching
from stvos.pictures import Picture
from stvos.zones import Zone

_Position = Annotated[int, Field(ge=0, le=100_000)]
_Minutes = Annotated[int, Field(ge=1, le=600, description="minutes")]
_Seconds = Annotated[int, Field(ge=1, le=36_000, description="seconds")]
_Seats = Annotated[int, Field(ge=1, le=1_000_000)]
_Ref = Annotated[
    str,
    StringConstraints(min_length=1, max_length=1000),
    matching(r"^[!-~]+$", "ASCII characters without a blank"),
]


class CreateCategoryBody(Body):
    """Categories are shown by `position`, then by name."""

    name: Line120
    image: Picture | None = None
    position: _Position = 0


class ChangeCategoryBody(Patch):
    name: Line120 = omittable()
    image: Picture | None = None
    position: _Position = omittable()


class CreateTrainerBody(Body):
    """A person who teaches; `timezone` defaults to the brand's."""

    name: Line120
    bio: Text5000 = ""
    image: Picture | None = None
    specialisations: Tags = Field(default_factory=list)
    languages: Tags = Field(default_factory=list)
    timezone: Zone | None = None
    active: bool = True


class ChangeTrainerBody(Patch):
    name: Line120 = omittable()
    bio: Text5000 = omittable()
    image: Picture | None = None
    specialisations: Tags = omittable()
    languages: Tags = omittable()
    timezone: Zone = omittable()
    active: bool = omittable()


class InviteTrainerBody(Body):
    """With an address, the code is mailed there."""

    email: Email | None = None


class VideoBody(Body):
    """`ref`: for `s3` the `ref` of an upload of kind `video`, for `vimeo` the video's number, for
    `hls` the https address of the playlist.
    """

    source: VideoSource
    ref: _Ref


class CreateClassBody(Body):
    """A recorded class. With a `publishedAt` ahead it is scheduled, without one it is out now.

    `durationSeconds` is the video's exact length: percentages and completion go by it.
    """

    name: Line120
    description: Text5000 = ""
    category_id: Id
    trainer_id: Id
    duration: _Minutes
    duration_seconds: _Seconds | None = None
    intensity: Intensity
    is_premium: bool = False
    equipment: Tags = Field(default_factory=list)
    tags: Tags = Field(default_factory=list)
    featured: bool = False
    published_at: Instant | None = None
    thumbnail_url: Picture | None = None
    video: VideoBody


class ChangeClassBody(Patch):
    name: Line120 = omittable()
    description: Text5000 = omittable()
    category_id: Id = omittable()
    trainer_id: Id = omittable()
    duration: _Minutes = omittable()
    duration_seconds: _Seconds | None = None
    intensity: Intensity = omittable()
    is_premium: bool = omittable()
    equipment: Tags = omittable()
    tags: Tags = omittable()
    featured: bool = omittable()
    published_at: Instant = omittable()
    thumbnail_url: Picture | None = None
    video: VideoBody = omittable()


class CreateLiveClassBody(Body):
    """A class taught live. Without `capacity` anybody may join."""

    name: Line120
    description: Text5000 = ""
    trainer_id: Id
    category_id: Id | None = None
    starts_at: Instant
    duration: _Minutes
    capacity: _Seats | None = None
    thumbnail_url: Picture | None = None


class ChangeLiveClassBody(Patch):
    name: Line120 = omittable()
    description: Text5000 = omittable()
    trainer_id: Id = omittable()
    category_id: Id | None = None
    starts_at: Instant = omittable()
    duration: _Minutes = omittable()
    capacity: _Seats | None = None
    thumbnail_url: Picture | None = None
