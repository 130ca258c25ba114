"""`answer --template`: a text of the owner's with its empty places filled (H-09)."""

from __future__ import annotations

from collections.abc import Sequence

from planner.errors import WrongUse
from planner.locale import gettext as _
from planner.views import TemplateView


def begun(templates: Sequence[TemplateView], key: str, slots: Sequence[str]) -> str:
    """The words of this beginning; raises WrongUse for a name that it does not know."""
    found = {one.key: one.text for one in templates}
    if key not in found:
        raise WrongUse(_("There is no text {name}.").format(name=key), do=", ".join(found))
    text = found[key]
    for slot in slots:
        name, sign, words = slot.partition("=")
        place = f"{{{name.strip()}}}"
        if not sign or place not in found[key]:
            raise WrongUse(_("This text has no place {slot}.").format(slot=slot), do=found[key])
        text = text.replace(place, words.strip())
    return text
