"""The first run: a few questions, one a page, until there is a shop."""
