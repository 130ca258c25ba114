"""SQLModel and SQL live here and only here."""
