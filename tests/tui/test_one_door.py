"""Foreign text has one door to the screen: a field of a view is shown only through tui/text.py.

Every text field of planner's views counts as foreign, so a new one does too. Wherever something is
made that a person sees, each such field in it, also by way of a local name, has to be inside
clean() or content(). The seeded mistakes below show that this finds them.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Where text becomes visible: widgets, palette, notifications, clipboard, the terminal itself.
SINKS = {
    "Static", "Label", "Option", "Button", "update", "notify", "Content", "assemble", "styled",
    "Text", "SystemCommand", "Hit", "DiscoveryHit", "copy_to_clipboard", "panic", "load_text",
    "from_text", "append_text", "write",
}  # fmt: skip
SHOWN = {"title", "sub_title", "border_title", "border_subtitle", "tooltip", "placeholder"}
MARKUP = {"from_markup", "print"}  # never: not even with words of our own
CLEAN = {"clean", "content", "_marked"}  # the last cleans each piece of a hit
TEXTS = {"str", "str | None", "tuple[str, ...]", "Sequence[str]", "list[str]"}
#: They answer with words of ours only, whatever they are asked.
WORDS = {"_wrote", "_say", "group_name", "slot_name", "part_words"}
#: Fields with words from a table of this program: never a stranger's, never a file's.
OURS = {
    "language", "zone", "id", "kind", "state", "due_kind", "key", "press", "day", "group", "rows",
    "slots", "words", "says",
}  # fmt: skip


def is_text(annotation):
    return ast.unparse(annotation) in TEXTS


def foreign_fields():
    found = set()
    for path in (ROOT / "planner").glob("views*.py"):
        for kind in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(kind, ast.ClassDef):
                for line in kind.body:
                    if isinstance(line, ast.AnnAssign) and is_text(line.annotation):
                        found.add(line.target.id)
    return found - OURS


FOREIGN = foreign_fields()


def name_of(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


class Raw:
    """Foreign fields in an expression that reach its value uncleaned."""

    def __init__(self, function):
        self.given = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._give(target, node.value)
            elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value:
                self._give(node.target, node.value)
            elif isinstance(node, ast.For | ast.comprehension):
                self._give(node.target, node.iter)
        self._asked = set()

    def _give(self, target, value):
        for one in ast.walk(target):
            if isinstance(one, ast.Name):
                self.given.setdefault(one.id, []).append(value)

    def of(self, node):
        match node:
            case ast.Call() if name_of(node) in CLEAN | WORDS:
                return set()
            case ast.Call(func=ast.Attribute(attr="get"), args=[_, *usual]):  # of a table
                return set().union(*map(self.of, [node.func.value, *usual]))
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                return self.of(node.elt)
            case ast.Subscript():
                return self.of(node.value)
            case ast.Attribute(value=ast.Name(id="using")):  # the glyphs
                return set()
            case ast.Attribute(attr=attr) if attr in FOREIGN:
                return {attr}
            case ast.Name(id=name) if name not in self._asked:
                self._asked.add(name)
                try:
                    return set().union(*map(self.of, self.given.get(name, [])))
                finally:
                    self._asked.discard(name)
            case ast.IfExp():
                return self.of(node.body) | self.of(node.orelse)
            case ast.Compare() | ast.Lambda() | ast.Name():
                return set()
            case ast.Call():
                parts = [*node.args, *(word.value for word in node.keywords)]
                if isinstance(node.func, ast.Attribute):
                    parts.append(node.func.value)
                return set().union(*map(self.of, parts))
        return set().union(*map(self.of, ast.iter_child_nodes(node)))


def wrong(source):
    """`line: what` for every foreign field that is shown as it came."""
    tree, found = ast.parse(source), []
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    for function in functions:
        raw = Raw(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and name_of(node) in MARKUP:
                found.append(f"{node.lineno}: {name_of(node)}")
            elif isinstance(node, ast.Call) and name_of(node) in SINKS:
                parts = [*node.args, *(w.value for w in node.keywords if w.arg != "id")]
                fields = set().union(*map(raw.of, parts))
                found += [f"{node.lineno}: {field} in {name_of(node)}" for field in sorted(fields)]
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Attribute) and target.attr in SHOWN:
                        fields = sorted(raw.of(node.value))
                        found += [f"{node.lineno}: {field} in {target.attr}" for field in fields]
    return sorted(set(found))


@pytest.mark.parametrize("path", sorted((ROOT / "tui").rglob("*.py")), ids=lambda path: path.stem)
def test_no_foreign_text_is_shown_as_it_came(path):
    assert wrong(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "Static(view.person)",
        "Static(f'{view.subject}!')",
        "Content(view.shop)",
        "Content.assemble((view.person, 'bold'))",
        "Content.assemble('a', f' {view.text} ')",
        "Content.styled(view.preview, '$muted')",
        "Content.from_markup('[b]$x[/b]', x=1)",
        "self.query_one('#a').update(view.sentence)",
        "Option(view.subject, id='x')",
        "self.notify(view.person)",
        "self.app.notify('x', title=view.person)",
        "self.title = view.shop",
        "widget.border_title = 'a ' + view.subject",
        "widget.tooltip = view.address",
        "self.app.copy_to_clipboard(view.text)",
        "SystemCommand(view.person, 'x', f)",
        "line = view.person\n    Static(line)",
        "line = view.person\n    line = f'x {line}'\n    Static(Content(line))",
        "for one in view.problems:\n        Static(one)",
        "Content(' '.join(view.problems))",
        "Content('\\n'.join(one for one in view.problems))",
        "Content('{who}'.format(who=view.person))",
        "Content((view.person or 'x').upper())",
        "Content(cell(view.person, 4))",
        "Content(view.person if view.person else clean(view.address))",
        "print(1)",
    ],
)
def test_a_mistake_is_found(line):
    assert wrong(f"def show(self, view):\n    {line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "Static(content(view.person))",
        "Content.assemble((clean(view.person, cells=4), 'bold'))",
        "Content('{who}'.format(who=clean(view.person)))",
        "Option(content(view.subject), id=view.subject)",
        "Content(t('two') if view.person == 'x' else t('one'))",
        "line = clean(view.person)\n    Static(line)",
    ],
)
def test_what_is_right_is_left_alone(line):
    assert wrong(f"def show(self, view):\n    {line}\n") == []


#: The only files of the command line that write; out.py is its door, the others are looked at.
WRITERS = {"cli/out.py", "cli/searching.py", "cli/importing.py", "notify/child.py"}


def test_the_command_line_writes_through_one_door(monkeypatch):
    monkeypatch.setattr("tests.tui.test_one_door.SINKS", {"echo", "secho", "write"})
    monkeypatch.setattr("tests.tui.test_one_door.CLEAN", {"safe", "_written"})
    base = ROOT / "planner"
    for path in [*base.glob("cli/**/*.py"), *base.glob("notify/*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        place = path.relative_to(base).as_posix()
        if place not in WRITERS:
            loud = {"click.echo", "click.secho", "print", "sys.stdout.write", "sys.stderr.write"}
            assert not names & loud, place
        elif place != "cli/out.py":
            assert [one for one in wrong(ast.unparse(tree)) if "print" not in one] == []
