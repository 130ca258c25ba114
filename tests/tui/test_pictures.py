"""Every screen in its states, at two sizes, in both languages: a change of looks is seen.

After a change on purpose: `python -m pytest tests/tui/test_pictures.py --snapshot-update -n 0`, and
look at what changed (`git diff --stat`, then the files themselves in a browser).
"""

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.tui.pictures import LANGUAGES, SIZES, STATES, go, settle
from tui.app import EntracteApp


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
        for size in SIZES:
            await pilot.resize_terminal(*size)
            for language in LANGUAGES:
                app.speak(language)
                await settle(pilot)
                picture = app.export_screenshot(title="entracte")
                shape = f"{size[0]}x{size[1]}-{language}"
                assert picture == snapshot(name=shape, extension_class=Svg)
