"""What a person wrote in a reply, without what they quote and without their signature.

Own heuristics for French and English mail (and the commonest German and Dutch forms). When nothing
would remain, everything stays: a forwarded question is still a question.
"""

from __future__ import annotations

import re

_WROTE = r"(?:a écrit|a ecrit|wrote|schrieb|schreef|escribió|ha scritto|writes)"
_ATTRIBUTION = re.compile(
    rf"(?:(?:Le|On|Am|Op|El|Il)\b.*\d.*|.*<?\S+@\S+>?.*){_WROTE}\s*.{{0,80}}:", re.IGNORECASE
)
_ORIGINAL = re.compile(
    r"[-_*\s]{2,}(?:original message|message d['’]origine|message original|message précédent"
    r"|ursprüngliche nachricht|oorspronkelijk bericht)[-_*\s]{2,}",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"[-\s]*(?:forwarded message|begin forwarded message|message transféré|message réexpédié"
    r"|début du message (?:transféré|réexpédié))[-\s:]*",
    re.IGNORECASE,
)
_FROM = re.compile(r"\W{0,3}(?:De|From|Von|Van|Expéditeur)\W{0,3}:\W{0,3}\s?\S", re.IGNORECASE)
_FIELD = re.compile(
    r"\W{0,3}(?:Envoyé(?: le)?|Sent|Date|À|A|To|Pour|Cc|Objet|Subject|Gesendet|An|Betreff|Verzonden"
    r"|Aan|Onderwerp|Destinataire|Répondre à|Reply-To)\W{0,3}:",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"(?:envoyé (?:de|depuis|à partir de)|sent (?:from|via)|get outlook for|obtenez outlook pour"
    r"|télécharge[rz] outlook pour|provenance : courrier|gesendet von|verstuurd vanaf)\b.{0,80}",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[_\-*=]{5,}\s*")
_MOST_LINES = 10_000  # what a person writes is shorter; a machine may send anything
_LONGEST_SIGNATURE = 15  # lines
_LONGEST_LINE = 400  # characters looked at: an attribution is never longer


def reply_only(text: str) -> str:
    """The reply's own words. Linear in the length of the text."""
    lines = text.splitlines()[:_MOST_LINES]
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if _FORWARDED.fullmatch(line[:_LONGEST_LINE]):
            kept += lines[at:]
            break
        if _ends_here(lines, at):
            break
        if line == "--" and _short(lines, at):
            at = _after_signature(lines, at)
            continue
        used = _attribution(lines, at)
        if used:
            at += used
            if not _quoted_next(lines, at):
                break
            continue
        if not line.startswith(">"):
            kept.append(lines[at])
        at += 1
    return _tidy(kept) or text.strip()


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Join the soft line breaks of format=flowed (RFC 3676 section 4.2)."""
    out: list[list[str]] = []
    soft, depth_before = False, 0
    for line in text.split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ")
        if soft and depth == depth_before and words != "-- ":
            out[-1].append(words)
        else:
            out.append([f"{'>' * depth} {words}" if depth else words])
        soft = words.endswith(" ") and words != "-- "
        if soft and delete_space:
            out[-1][-1] = out[-1][-1][:-1]
        depth_before = depth
    return "\n".join(map("".join, out))


def _attribution(lines: list[str], at: int) -> int:
    """How many lines from here say who wrote what follows: one, or a sentence broken over three."""
    joined = ""
    for count in range(1, 4):
        if at + count > len(lines):
            return 0
        piece = lines[at + count - 1].strip()
        if not piece or piece.startswith(">"):
            return 0
        joined = f"{joined} {piece}".strip()
        if len(joined) > _LONGEST_LINE:
            return 0
        if piece.endswith(":") and _ATTRIBUTION.fullmatch(joined):
            return count
        if count == 1 and not re.match(r"(?:Le|On|Am|Op|El|Il)\b|.*@", piece):
            return 0
    return 0


def _ends_here(lines: list[str], at: int) -> bool:
    """Whether an unmarked quotation begins: Outlook's block of fields, or its separator."""
    line = lines[at][:_LONGEST_LINE]
    if _ORIGINAL.fullmatch(line):
        return True
    if not _FROM.match(line):
        return False
    following = [x[:_LONGEST_LINE].strip() for x in lines[at + 1 : at + 8] if x.strip()]
    return sum(bool(_FIELD.match(x)) for x in following[:5]) >= 2


def _quoted_next(lines: list[str], at: int) -> bool:
    following = (line.strip() for line in lines[at:])
    return next((line.startswith(">") for line in following if line), False)


def _short(lines: list[str], at: int) -> bool:
    return _after_signature(lines, at) - at <= _LONGEST_SIGNATURE


def _after_signature(lines: list[str], at: int) -> int:
    end = at + 1
    while end < len(lines) and end - at <= _LONGEST_SIGNATURE:
        if lines[end].startswith(">") or _ends_here(lines, end) or _attribution(lines, end):
            break
        end += 1
    return end


def _tidy(lines: list[str]) -> str:
    while lines and (
        not lines[-1].strip()
        or _RULE.fullmatch(lines[-1])
        or _DEVICE.fullmatch(lines[-1].strip()[:_LONGEST_LINE])
    ):
        lines.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
