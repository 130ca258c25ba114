"""plyer lives here and only here."""
