"""The interface's words, French and English (gettext)."""
