"""Every screen in its states, at two sizes, in both languages: a change of looks is seen.

After a change on purpose: `python -m pytest tests/tui/test_pictures.py --snapshot-update -n 0`, and
look at what changed (`git diff --stat`, then the files themselves in a browser).
"""

from itertools import product

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.thorough import THOROUGH
from tests.tui.pictures import LANGUAGES, SIZES, STATES, go, settle
from tui.app import EntracteApp

#: All four in `make test-all`, one of each in `make test`.
SHAPES = [*product(SIZES, LANGUAGES)] if THOROUGH else [*zip(SIZES, LANGUAGES, strict=True)]


class Svg(SingleFileSnapshotExtension):
    file_extension = "svg"
    _write_mode = WriteMode.TEXT


@pytest.mark.parametrize("name", STATES)
async def test_it_looks_as_it_did(name, snapshot, monkeypatch):
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    state = STATES[name]
    app = EntracteApp(state.desk(), language=LANGUAGES[0])
    async with app.run_test(size=SIZES[0]) as pilot:
        await go(pilot, state)
        for size, language in SHAPES:
            await pilot.resize_terminal(*size)
            app.speak(language)
            await settle(pilot)
            picture = app.export_screenshot(title="entracte")
            shape = f"{size[0]}x{size[1]}-{language}"
            assert picture == snapshot(name=shape, extension_class=Svg)
