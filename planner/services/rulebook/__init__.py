"""The owner's rules to read and to edit: what holds, a rule as a form, a trial, a save."""
