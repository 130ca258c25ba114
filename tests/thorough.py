"""How long chance is given: `make test-all` lets it run longer than `make test`."""

import os

#: Set by `make test-all`, and so by CI.
THOROUGH = os.environ.get("ENTRACTE_THOROUGH") == "1"
