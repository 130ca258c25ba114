"""What is worth a thought in a wording of the owner's, without forbidding it."""

from __future__ import annotations

import re

from planner.locale import gettext as _
from planner.texts.render import LIMIT

# Nobody needs to know why (invariant 13); what she chooses to say is hers.
_HEALTH = re.compile(
    r"\bmalad(?:e|ie)s?\b|\bfi[eè]vre|\bgrippe|\bcovid|\bm[ée]decin|\bh[ôo]pital|\bsant[ée]\b"
    r"|\bsick|\bill\b|\billness|\bhealth|\bfever|\bflu\b|\bdoctor|\bhospital|burn-?out",
    re.IGNORECASE,
)


def advice(text: str, preview: str, shipped_preview: str) -> tuple[str, ...]:
    """Sentences about a wording that is long once filled, or speaks of health."""
    found = []
    if len(preview) > max(LIMIT, len(shipped_preview)):
        found.append(
            _("It is long: {n} characters; {limit} are read at a glance.").format(
                n=len(preview), limit=LIMIT
            )
        )
    if _HEALTH.search(text):
        found.append(_("It speaks of health; nobody needs to know why."))
    return tuple(found)
