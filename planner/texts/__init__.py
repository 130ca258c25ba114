"""Outgoing texts: the words a customer receives, in French and English, and their slots."""

from planner.texts.overrides import checked, load_overrides
from planner.texts.own import OwnTexts
from planner.texts.render import LIMIT, render
from planner.texts.shipped import AUTOMATIC, KEYS, LANGUAGES, TextError, slots_of, template
from planner.texts.words import several, subject_line, subject_words, subjects_words

__all__ = [
    "AUTOMATIC",
    "KEYS",
    "LANGUAGES",
    "LIMIT",
    "OwnTexts",
    "TextError",
    "checked",
    "load_overrides",
    "render",
    "several",
    "slots_of",
    "subject_line",
    "subject_words",
    "subjects_words",
    "template",
]
