"""How the settings are listed, without a widget."""

from __future__ import annotations

from textual.content import Content

from planner.views_notify import NotificationTrial
from planner.views_settings import ChannelTrial, SettingRow, SettingsView
from tui.glyphs import Glyphs
from tui.text import clean
from tui.words import t

#: Columns of what a group is called.
LABEL = 22


def state(view: SettingsView) -> Content:
    """The file, and what is the matter with it."""
    parts: list[tuple[str, str]] = [(clean(view.file), "$muted")]
    if view.problem:
        held = t("It has an error; what held before holds.")
        parts = [(held, "bold $error"), (f"\n{clean(view.problem)}", "$error")]
    elif view.waiting:
        parts.append((f"\n{t('Its channels are in use after the next start.')}", "$secondary"))
    return Content.assemble(*parts)


def group(name: str) -> str:
    """What a group is called."""
    titles = {
        "windows": t("Answering windows"),
        "quiet": t("Quiet hours"),
        "shop": t("The shop"),
        "screen": t("This screen"),
        "channels": t("Connections"),
        "notifications": t("Notifications"),
    }
    return titles.get(name, "")


def row(
    one: SettingRow,
    width: int,
    using: Glyphs,
    *,
    title: str,
    draft: bool,
    tried: Content | None,
    air: bool,
) -> Content:
    """A part: its group beside the first one, its name, the rest in words; what it was told."""
    begun = f"  {using.dot} {t('draft')}" if draft else ""
    lines = [Content.assemble(clean(one.name), (begun, "$secondary"))]
    if one.value:
        lines.append(Content.styled(clean(one.value), "$muted"))
    if tried is not None:
        lines.append(tried)
    label = Content.styled(clean(title, cells=LABEL - 1).ljust(LABEL), "$secondary")
    edge = Content(" " * LABEL)
    wrapped = [part for line in lines for part in line.wrap(width - LABEL)]
    shown = [(edge if number else label) + line for number, line in enumerate(wrapped)]
    return Content("\n").join([*shown, Content("")] if air else shown)


def trial(said: ChannelTrial | None, using: Glyphs) -> Content:
    """What a connection said; None while it is asked."""
    if said is None:
        return Content.styled(f"{using.off} {t('being tried…')}", "$secondary")
    if said.ok:  # no more than yes: what was found may be a number of letters
        return Content.styled(f"{using.on} {t('It works.')}", "$primary")
    return Content.styled(f"! {clean(said.sentence)}", "$error")


def rung(said: NotificationTrial | None, using: Glyphs) -> Content:
    """How far a notification came; None while the desktop is asked."""
    if said is None:
        return Content.styled(f"{using.off} {t('being tried…')}", "$secondary")
    if said.why:
        return Content.styled(f"! {clean(said.sentence)} {clean(said.do)}", "$error")
    sure = said.state == "shown"
    mark, role = (using.on, "$primary") if sure else (using.off, "$secondary")
    return Content.styled(f"{mark} {clean(said.sentence)}", role)


def part(key: str) -> str:
    """What a form is about."""
    titles = {
        "window": t("An answering window"),
        "quiet": t("Quiet hours"),
        "shop": t("The shop"),
        "screen": t("This screen"),
    }
    return t("A new window") if key == "window" else titles.get(key.partition(".")[0], "")
