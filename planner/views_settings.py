"""What the owner sees of her settings. Their forms and trials are those of the rules."""

from __future__ import annotations

from dataclasses import dataclass

from planner.settings_dashboard import DashboardSettings


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A part of the settings in words.

    `key` names it: window.0, quiet, shop, screen, channel.NAME, notifications. `group` is one of
    windows, quiet, shop, screen, channels and notifications. The name and place of a channel are
    foreign text.
    """

    key: str
    group: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SettingsView:
    """All of them. `problem` is a sentence about the file, while what held before holds.

    `base` stands for the file's text. `waiting`: its channels are in use after the next start.
    """

    file: str
    rows: tuple[SettingRow, ...]
    looks: DashboardSettings
    base: str
    problem: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class ChannelTrial:
    """A connection that was tried: whether it works, and what was found or what is wrong."""

    name: str
    ok: bool
    sentence: str
