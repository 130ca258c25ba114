"""The owner's rules as a book to read and to edit: what holds, a rule as a form, a trial, a save."""
