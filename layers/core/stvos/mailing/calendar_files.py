"""The calendar entry that comes with a mail, as a file."""

from stvos.calendars.entries import CalendarEntry
from stvos.mailing.letters import Brand, LetterContent
from stvos.providers.mailer import Attachment


def calendar_file(brand: Brand, content: LetterContent, entry: CalendarEntry) -> Attachment:
    """The file that enters, changes or cancels the entry in the reader's calendar."""
    # Here, so that mails without a calendar do not wait for the library.
    from stvos.calendars.ical import Attendee, message_about

    organiser = Attendee(brand.name, brand.sender)
    reader = Attendee(content.get("name") or "", content["to"])
    message = message_about(entry, organiser, reader)
    return Attachment(
        name="session.ics",
        media_type="text/calendar",
        content=message.content,
        parameters={"charset": "utf-8", "method": message.method},
    )
