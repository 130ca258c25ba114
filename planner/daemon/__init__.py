"""APScheduler lives here and only here."""
