"""Facts: identifiers, units, code lists, money, calendars and text, free of any document."""
