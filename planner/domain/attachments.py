"""Attachments: what they may be called on this machine, and which of them are programs."""

from __future__ import annotations

import re
import unicodedata

from planner.domain.message import Attachment

_LONGEST_NAME = 120  # characters; file systems hold 255 bytes
_LONGEST_ENDING = 12
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\s]+')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: Files that run when they are opened, or that may carry a program.
_PROGRAMS = _words(
    """
    apk app appimage application appref-ms bash bat bin cab chm cmd com command cpl deb desktop dll
    dmg docm dotm elf exe gadget hta htm html img inf ins iso jar jnlp js jse lnk mht mhtml mjs msc
    msi msix msp mst one pif pkg pl potm ppam ppsm pptm ps1 psm1 py pyw rb reg rpm run scf scr sct
    settingcontent-ms sh shb shtml svg swf sys url vb vbe vbs vhd vhdx vxd ws wsc wsf wsh xhtml xlam
    xll xlsb xlsm xltm xpi xsl
    """
)
_PROGRAM_TYPE = re.compile(
    r"text/html|image/svg.*|application/(?:x-ms(?:dos|download|i)|x-dosexec|x-executable|x-sh"
    r"|x-shellscript|x-bat|javascript|x-javascript|java-archive|hta|x-ms-shortcut|vnd\.ms-htmlhelp"
    r"|vnd\.microsoft\.portable-executable|xhtml).*"
)


def safe_name(name: str, number: int) -> str:
    """A file name that stays inside its folder and works everywhere; never empty.

    No path, no device, nothing invisible or turned around, no dot in front or behind. `number`
    names what has no name.
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(c for c in last if unicodedata.category(c) not in _INVISIBLE or c.isspace())
    plain = _NOT_IN_NAMES.sub(" ", shown).strip(" .")
    if not plain:
        return f"attachment-{number}"
    if _DEVICE.fullmatch(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= _LONGEST_ENDING:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1].rstrip(' .')}.{ending}"
    return plain[:_LONGEST_NAME].rstrip(" .")


def is_program(attachment: Attachment) -> bool:
    """Whether opening it may run something, by its type, its ending, or a name that hides it."""
    endings = attachment.name.lower().rstrip(" .").split(".")[1:]
    hidden = any(unicodedata.category(c) == "Cf" for c in attachment.name)
    last = "".join(c for c in endings[-1] if c.isalnum() or c == "-") if endings else ""
    return hidden or last in _PROGRAMS or bool(_PROGRAM_TYPE.fullmatch(attachment.type.lower()))
