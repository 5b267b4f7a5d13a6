"""What is answered about calendars."""

from stvos.models import Answer


class CalendarAddressAnswer(Answer):
    """The address of the member's calendar. Who knows it can read the calendar; it is answered this
    once.
    """

    url: str
