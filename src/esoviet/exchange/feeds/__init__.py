"""What programs of others fetch again and again: feeds (Atom) and calendars (iCalendar)."""
