"""What can go wrong on the way to a mail server or a folder, told to the owner in fr and en."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl

from planner.errors import ChannelError

_Words = dict[str, tuple[str, str]]

_EN: _Words = {
    "host": ("There is no server with this name.", "Check the name and your connection."),
    "refused": ("The server does not take connections here.", "Check the port."),
    "timeout": ("The server did not answer in time.", "It is tried again by itself."),
    "gone": ("The connection was lost.", "It is tried again by itself."),
    "certificate": (
        "The server's certificate is not trusted.",
        "Check the server's name; do not send your password until this is solved.",
    ),
    "ca_file": ("The file of certificates is not there.", "Check ca_file in settings.toml."),
    "tls": ("No secure connection could be made.", "Check the port and the security setting."),
    "password": (
        "The server refused the user name or the password.",
        "Enter them again; many hosts ask for an app password.",
    ),
    "token": (
        "The server refused the access token.",
        "Log in again: `entracte channel login`, or check token_command.",
    ),
    "no_login": (
        "The server takes no password over this connection.",
        "Set security to tls or starttls.",
    ),
    "no_sent": (
        "The mailbox has no folder for sent mail.",
        "Name it as sent_folder in settings.toml, or set copy_sent = false.",
    ),
    "folder": ("The mailbox has no such folder, or it may not be read.", "Check its name."),
    "protocol": ("The server answered in a way that cannot be understood.", "Try again later."),
    "changed": (
        "Another program changed the away reply of this mailbox.",
        "It is left alone; `entracte channel away NAME --take` lets Entracte set it again.",
    ),
    "no_vacation": (
        "This server offers no away reply that Entracte could set.",
        "Your mail is answered while Entracte runs.",
    ),
    "no_include": (
        "A filter script is active, and this server cannot keep it beside another one.",
        "It is left alone; your mail is answered while Entracte runs.",
    ),
    "answers_itself": (
        "Your own filter script answers mail by itself.",
        "It is left alone; take its away reply out if Entracte should say it.",
    ),
    "own_reply": (
        "An away reply of your own is on.",
        "It is left alone; switch it off if Entracte should say it.",
    ),
    "forbidden": (
        "The account may not change its away reply with this access.",
        "Ask for a token with the right scope: docs/away.md names it.",
    ),
    "not_found": ("The service knows no such thing.", "Check away_url."),
    "other_host": (
        "The service points to another host; your password or token is not sent there.",
        "Check away_url.",
    ),
    "busy": ("The service has too many calls for now.", "It is tried again by itself."),
    "no_space": ("The server has no room for the script.", "Remove old scripts there."),
    "script": ("The server did not take the script.", "It is tried again by itself."),
    "no_folder": ("There is no such folder.", "Check the path."),
    "no_maildir": ("This folder is no Maildir: `new` or `cur` is missing.", "Check the path."),
    "no_access": ("This folder may not be read.", "Give yourself the right to read it."),
    "cursor": ("The note of what was read is damaged.", "Remove the channel and add it again."),
    "imap_ok": ("Connected: {count} messages in {folder}.", ""),
    "smtp_ok": ("Connected: the server takes mail.", ""),
    "maildir_ok": ("Found: {count} messages.", ""),
    "paper_ok": ("Messages are kept here and leave nowhere.", ""),
}
_FR: _Words = {
    "host": ("Il n'y a pas de serveur de ce nom.", "Vérifiez le nom et votre connexion."),
    "refused": ("Le serveur n'accepte pas de connexion ici.", "Vérifiez le port."),
    "timeout": ("Le serveur n'a pas répondu à temps.", "Un nouvel essai se fera tout seul."),
    "gone": ("La connexion a été perdue.", "Un nouvel essai se fera tout seul."),
    "certificate": (
        "Le certificat du serveur n'est pas digne de confiance.",
        "Vérifiez le nom du serveur ; n'envoyez pas votre mot de passe avant que ce soit réglé.",
    ),
    "ca_file": (
        "Le fichier des certificats n'existe pas.",
        "Vérifiez ca_file dans settings.toml.",
    ),
    "tls": (
        "Aucune connexion sûre n'a pu être établie.",
        "Vérifiez le port et le réglage de sécurité.",
    ),
    "password": (
        "Le serveur a refusé le nom d'utilisateur ou le mot de passe.",
        "Saisissez-les à nouveau ; beaucoup d'hébergeurs demandent un mot de passe d'application.",
    ),
    "token": (
        "Le serveur a refusé le jeton d'accès.",
        "Connectez-vous à nouveau : `entracte channel login`, ou vérifiez token_command.",
    ),
    "no_login": (
        "Le serveur n'accepte aucun mot de passe sur cette connexion.",
        "Mettez security à tls ou starttls.",
    ),
    "no_sent": (
        "Cette boîte n'a pas de dossier pour le courrier envoyé.",
        "Nommez-le : sent_folder dans settings.toml, ou mettez copy_sent = false.",
    ),
    "folder": ("Ce dossier de courrier n'existe pas ou ne peut être lu.", "Vérifiez son nom."),
    "protocol": ("La réponse du serveur est incompréhensible.", "Réessayez plus tard."),
    "changed": (
        "Un autre programme a changé la réponse d'absence de cette boîte.",
        "Elle est laissée telle quelle ; `entracte channel away NOM --take` la reprend.",
    ),
    "no_vacation": (
        "Ce serveur n'offre pas de réponse d'absence qu'Entracte pourrait régler.",
        "Votre courrier est accusé tant qu'Entracte tourne.",
    ),
    "no_include": (
        "Un script de filtres est actif, et ce serveur ne peut pas le garder à côté d'un autre.",
        "Il est laissé tel quel ; votre courrier est accusé tant qu'Entracte tourne.",
    ),
    "answers_itself": (
        "Votre propre script de filtres répond déjà tout seul.",
        "Il est laissé tel quel ; ôtez-en la réponse d'absence si Entracte doit la dire.",
    ),
    "own_reply": (
        "Une réponse d'absence à vous est active.",
        "Elle est laissée telle quelle ; coupez-la si Entracte doit la dire.",
    ),
    "forbidden": (
        "Cet accès ne permet pas de changer la réponse d'absence.",
        "Demandez un jeton avec le bon droit : docs/away.md le nomme.",
    ),
    "not_found": ("Le service ne connaît rien de tel.", "Vérifiez away_url."),
    "other_host": (
        "Le service renvoie à un autre hôte ; ni mot de passe ni jeton n'y est envoyé.",
        "Vérifiez away_url.",
    ),
    "busy": ("Le service reçoit trop d'appels pour l'instant.", "Un nouvel essai se fera seul."),
    "no_space": ("Le serveur n'a pas de place pour le script.", "Supprimez-y d'anciens scripts."),
    "script": ("Le serveur n'a pas pris le script.", "Un nouvel essai se fera tout seul."),
    "no_folder": ("Ce dossier n'existe pas.", "Vérifiez le chemin."),
    "no_maildir": (
        "Ce dossier n'est pas un Maildir : `new` ou `cur` manque.",
        "Vérifiez le chemin.",
    ),
    "no_access": ("Ce dossier ne peut pas être lu.", "Donnez-vous le droit de le lire."),
    "cursor": ("La note de ce qui a été lu est abîmée.", "Retirez le canal et ajoutez-le."),
    "imap_ok": ("Connecté : {count} messages dans {folder}.", ""),
    "smtp_ok": ("Connecté : le serveur prend le courrier.", ""),
    "maildir_ok": ("Trouvé : {count} messages.", ""),
    "paper_ok": ("Les messages restent ici et ne partent nulle part.", ""),
}
WORDS = {"en": _EN, "fr": _FR}

# Errors by kind, the narrower first: a refused certificate is also an OSError and a ValueError.
_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (FileNotFoundError, "ca_file"),
    (IsADirectoryError, "ca_file"),
    (socket.gaierror, "host"),
    (TimeoutError, "timeout"),
    (ConnectionRefusedError, "refused"),
    (smtplib.SMTPAuthenticationError, "password"),
    (smtplib.SMTPNotSupportedError, "tls"),
    (smtplib.SMTPServerDisconnected, "gone"),
    (smtplib.SMTPException, "protocol"),
    (OSError, "gone"),
    (imaplib.IMAP4.abort, "gone"),
)


def kind_of(problem: Exception) -> str:
    """Which of the known problems an error is; "protocol" when none."""
    # smtplib hides a timeout inside "connection unexpectedly closed".
    if isinstance(problem, smtplib.SMTPServerDisconnected) and "timed out" in str(problem):
        return "timeout"
    return next((kind for cls, kind in _KINDS if isinstance(problem, cls)), "protocol")


def problem(
    kind: str, *, where: str, language: str = "en", error: type[ChannelError] = ChannelError
) -> ChannelError:
    """The error to raise; it never carries a password or the server's own words."""
    what, do = WORDS.get(language, _EN)[kind]
    return error(what, where=where, do=do)


def sentence(kind: str, language: str = "en", **slots: object) -> str:
    """One sentence on what was found."""
    return WORDS.get(language, _EN)[kind][0].format(**slots)
