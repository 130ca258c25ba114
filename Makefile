# The two commands are `make run` and `make test`; they need Python 3.11 or later, its venv module,
# and make. Everything is set up in .venv, once, and again when the dependencies change.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
NEEDED := pyproject.toml constraints.txt
SERVERS := dovecot-imapd dovecot-lmtpd dovecot-sieve dovecot-managesieved openssl postfix tmux \
  faketime cyrus-common cyrus-caldav sasl2-bin libsasl2-modules systemd dbus-user-session \
  dbus-daemon libnotify-bin

.PHONY: run test test-all check bench servers catalogues reference pages pictures clean

run: $(VENV)/product
	@$(BIN)/entracte

test: $(VENV)/all
	$(BIN)/python -m pytest

# As root on Debian: the real mail servers and terminal that some tests talk to; nothing is skipped,
# and tests that try their luck try it longer (tests/thorough.py).
test-all: $(VENV)/all servers
	ENTRACTE_ALL_SERVERS=1 ENTRACTE_THOROUGH=1 $(BIN)/python -m pytest

check: $(VENV)/all
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/bench
	$(BIN)/python -m benchmarks

# Postfix is installed without settings of its own: no question is asked and nothing is started.
servers:
	apt-get update -q
	echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
	DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $(SERVERS)

catalogues: $(VENV)/all
	$(BIN)/pybabel -q compile -d planner/locale -D entracte

# The pages on facts and effects, from the registry in rules/vocabulary.py, and on keys.
reference: $(VENV)/all
	$(BIN)/python -m rules.reference en > docs/policy-reference.md
	$(BIN)/python -m rules.reference fr > docs/policy-reference.fr.md
	$(BIN)/python -m tui.keypage en > docs/keys.md
	$(BIN)/python -m tui.keypage fr > docs/keys.fr.md

# The real output of the commands in docs/rules.md and docs/rules.fr.md.
pages: $(VENV)/all
	$(BIN)/python docs/play_pages.py

pictures: $(VENV)/all
	$(BIN)/python docs/make_pictures.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/product: $(NEEDED) | $(BIN)/python
	$(PIP) --editable .
	@touch $@

$(VENV)/all: $(NEEDED) | $(BIN)/python
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/product

$(VENV)/bench: $(VENV)/all
	$(PIP) --editable '.[dev,bench]'
	@touch $@
