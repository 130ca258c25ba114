"""What was typed wrongly is answered in one language, and with 2."""

import subprocess
import sys

import pytest

from planner import locale

#: words, what is said of them in English and in French (its spaces made plain)
WRONG = [
    ("restore --frob", "No such option '--frob'.", "Option inconnue : '--frob'."),
    (
        "status --hlp",
        "No such option '--hlp'. Did you mean '--help'?",
        "Option inconnue : '--hlp'. Vouliez-vous dire '--help' ?",
    ),
    (
        "completion powershell",
        "Invalid value for '{bash|zsh|fish}': 'powershell' is not one of 'bash', 'zsh', 'fish'.",
        "Valeur refusée pour '{bash|zsh|fish}' : "
        "'powershell' n'est pas dans cette liste : 'bash', 'zsh', 'fish'.",
    ),
    (
        "doctor extra",
        "Got unexpected extra argument (extra)",
        "Argument en trop (extra)",
    ),
    ("backup a b c", "Got unexpected extra arguments (b c)", "Arguments en trop (b c)"),
    ("notifications frob", "No such command 'frob'.", "Commande inconnue : 'frob'."),
    (
        "serve --port x",
        "Invalid value for '--port': 'x' is not a valid integer range.",
        "Valeur refusée pour '--port' : 'x' n'est pas un nombre entier.",
    ),
    (
        "serve --port",
        "Option '--port' requires an argument.",
        "L'option '--port' demande une valeur.",
    ),
    (
        "restore --debug=3",
        "Option '--debug' does not take a value.",
        "L'option '--debug' ne prend pas de valeur.",
    ),
    (
        "checkin nine",
        "Invalid value for 'ENERGY': 'nine' is not a valid integer range.",
        "Valeur refusée pour 'ENERGY' : 'nine' n'est pas un nombre entier.",
    ),
    (
        "checkin 9",
        "Invalid value for 'ENERGY': 9 is not in the range 1<=x<=5.",
        "Valeur refusée pour 'ENERGY' : 9 est hors des limites 1<=x<=5.",
    ),
    ("checkin", "Missing argument 'ENERGY'.", "Il manque l'argument 'ENERGY'."),
    (
        "import nowhere",
        "Invalid value for 'PATH': Path 'nowhere' does not exist.",
        "Valeur refusée pour 'PATH' : Le chemin 'nowhere' n'existe pas.",
    ),
    (
        "simulate nowhere",
        "Invalid value for '[STORY]': File 'nowhere' does not exist.",
        "Valeur refusée pour '[STORY]' : Le fichier 'nowhere' n'existe pas.",
    ),
]


@pytest.fixture(params=["en", "fr"])
def language(request, home):
    """A shop of each language; the words of before come back."""
    before = locale.language()
    text = (home / "settings.toml").read_text()
    told = text.replace('language = "en"', f'language = "{request.param}"')
    (home / "settings.toml").write_text(told)
    yield request.param
    locale.use(before)


@pytest.mark.parametrize(("words", "english", "french"), WRONG, ids=[w for w, _e, _f in WRONG])
def test_what_was_wrong_is_said_in_the_language_of_the_shop(run, language, words, english, french):
    code, out, err = run(*words.split())
    assert (code, out) == (2, "")
    told = err.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert told[-1] == {"en": f"Error: {english}", "fr": f"Erreur : {french}"}[language]


def test_where_to_look_is_said_in_the_language_of_the_shop(run, language):
    told = run("restore", "--frob")[2].splitlines()
    assert (
        told[1]
        == {
            "en": "Try 'entracte restore --help' for help.",
            "fr": "Essayez 'entracte restore --help' pour obtenir de l'aide.",
        }[language]
    )


def test_a_command_named_as_a_kind_of_file_is_quoted_as_typed(run, language):
    assert "'File'" in run("File")[2]


def test_help_says_what_holds_without_an_option(run, language):
    told = run("windows", "--help")[1].replace("\N{NO-BREAK SPACE}", " ")
    assert {"en": "[default: 14", "fr": "[par défaut : 14"}[language] in told


def test_click_is_asked_for_no_more_than_it_had_loaded():
    script = (
        "import sys, click; before = {m for m in sys.modules if m.startswith('click')}; "
        "import planner.cli.command; "
        "print({m for m in sys.modules if m.startswith('click')} - before)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
