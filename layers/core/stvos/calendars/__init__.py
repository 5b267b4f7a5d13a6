"""Calendars: what is booked, as the calendar programs of members and trainers read it."""
