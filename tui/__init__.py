"""The dashboard. Textual lives here and only here."""
