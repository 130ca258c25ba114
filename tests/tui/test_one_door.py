"""Foreign text has one door to the screen: a field of a view is shown only through tui/text.py.

Every text field of planner's views and of the dashboard's messages counts as foreign, so a new one
does too, and so does every text that a function is given: whoever calls it may have it from
anywhere. Wherever something is made that a person sees, each of these in it, also by way of a local
name or of what an object keeps, has to be inside clean() or content(). The seeded mistakes below
show that this finds them. It does not follow what a function returns: there its arguments count.
"""

import ast
from functools import partial
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
CLEAN = {"clean", "content", "_marked", "heading"}  # the last two clean what they are given
TEXTS = {"str", "str | None", "tuple[str, ...]", "Sequence[str]", "list[str]"}
#: They answer with words of ours only, whatever they are asked.
WORDS = {
    "_wrote", "_say", "group_name", "slot_name", "part_words",
    "marked", "pressed", "rows_of", "lines",
}  # fmt: skip
#: Fields with words from a table of this program: never a stranger's, never a file's.
OURS = {
    "language", "zone", "id", "kind", "state", "due_kind", "key", "press", "day", "group", "rows",
    "slots", "words", "says",
}  # fmt: skip


def is_text(annotation):
    return ast.unparse(annotation) in TEXTS


def foreign_fields():
    found = set()
    told = [ROOT / "tui" / name for name in ("messages.py", "said.py", "screens/sheet.py")]
    for path in [*(ROOT / "planner").glob("views*.py"), *told]:
        for kind in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(kind, ast.ClassDef):
                for line in kind.body:
                    if isinstance(line, ast.AnnAssign) and is_text(line.annotation):
                        found.add(line.target.id)
    return found - OURS


FOREIGN = foreign_fields()


def texts_given(function):
    """The names of a function's texts."""
    given = function.args
    every = (*given.posonlyargs, *given.args, *given.kwonlyargs)
    return {one.arg for one in every if one.annotation is not None and is_text(one.annotation)}


def name_of(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


class Raw:
    """Foreign texts in an expression that reach its value uncleaned; `kept` by the object."""

    def __init__(self, function, clean, kept=frozenset()):
        self.given, self._texts, self._kept = {}, texts_given(function), kept
        self._clean = clean | WORDS
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target, value in paired(node):
                    self._give(target, value)
            elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value:
                self._give(node.target, node.value)
            elif isinstance(node, ast.For | ast.comprehension):
                self._give(node.target, node.iter)
            elif isinstance(node, ast.Call) and name_of(node) in ("append", "extend", "insert"):
                to = getattr(node.func, "value", None)
                for value in node.args if isinstance(to, ast.Name) else ():
                    self._give(to, value)
        self._asked = set()

    def _give(self, target, value):
        for one in ast.walk(target):
            if isinstance(one, ast.Name):
                self.given.setdefault(one.id, []).append(value)

    def of(self, node):
        match node:
            case ast.Call() if name_of(node) in self._clean:
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
            case ast.Attribute(value=ast.Name(id="self"), attr=attr) if attr in self._kept:
                return {attr}
            case ast.Name(id=name) if name not in self._asked:
                self._asked.add(name)
                own = {name} & self._texts
                try:
                    return own.union(*map(self.of, self.given.get(name, [])))
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


def paired(assign):
    """Each target with its value."""
    for target in assign.targets:
        if isinstance(target, ast.Tuple) and isinstance(assign.value, ast.Tuple):
            yield from zip(target.elts, assign.value.elts, strict=True)
        else:
            yield target, assign.value


def kept_texts(functions, clean):
    """What objects keep of the texts that they were given."""
    found = set()
    for function in functions:
        raw = Raw(function, clean)
        for node in ast.walk(function):
            for target, value in paired(node) if isinstance(node, ast.Assign) else ():
                if isinstance(target, ast.Attribute) and raw.of(value) & texts_given(function):
                    found.add(target.attr)
    return found


def wrong(source, sinks=frozenset(SINKS), clean=frozenset(CLEAN)):
    """`line: what` for every foreign text that is shown as it came."""
    tree, found = ast.parse(source), []
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    kept = kept_texts(functions, clean)
    for function in functions:
        raw = Raw(function, clean, kept)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and name_of(node) in MARKUP:
                found.append(f"{node.lineno}: {name_of(node)}")
            elif isinstance(node, ast.Call) and name_of(node) in sinks:
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
    "source",
    [
        "def row(who: str, width: int):\n    return Content(who.ljust(width))",
        "def row(who: str):\n    lines = []\n    lines.append((who, ''))\n"
        "    return Content.assemble(*lines)",
        "def row(*, names: tuple[str, ...]):\n    return Content(', '.join(names))",
        "async def say(said: str | None):\n    self.update(f'! {said}')",
        "def say(said: str):\n    said = said.upper()\n    self.update(said)",
        "class Ask:\n"
        "    def __init__(self, question: str):\n        self._question = question\n"
        "    def compose(self):\n        yield Static(Content(self._question))",
        "class Ask:\n"
        "    def __init__(self, head: str, size: int):\n        self.size, self.head = size, head\n"
        "    def render(self):\n        return Content.styled(self.head, '$muted')",
        "def on_said(self, message):\n    self.update(message.sentence)",
        "def ask(self, message):\n    self.push(Label(message.question))",
    ],
)
def test_a_text_that_is_handed_on_is_followed(source):
    assert wrong(source)


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


@pytest.mark.parametrize(
    "source",
    [
        "def row(who: str, width: int):\n    return Content(clean(who).ljust(width))",
        "def say(said: str):\n    self.update(content(said))",
        "def wait(count: int):\n    self.update(Content(str(count)))",
        "class Ask:\n"
        "    def __init__(self, question: str):\n        self._question = clean(question)\n"
        "    def compose(self):\n        yield Static(Content(self._question))",
    ],
)
def test_a_text_that_is_cleaned_on_its_way_is_left_alone(source):
    assert wrong(source) == []


#: The only files of the command line that write; out.py is its door, the others are looked at.
WRITERS = {"cli/out.py", "cli/searching.py", "cli/importing.py", "notify/child.py"}


def test_what_the_command_line_asks_is_cleaned():
    asking = partial(wrong, sinks={"prompt", "confirm"}, clean={"safe"})
    for path in (ROOT / "planner" / "cli").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert asking(source) == [], path.name
    assert asking("def ask(person):\n    click.prompt(f'Erase {person.name}?')")


def test_the_command_line_writes_through_one_door():
    writing = partial(wrong, sinks={"echo", "secho", "write"}, clean={"safe", "_written"})
    base = ROOT / "planner"
    for path in [*base.glob("cli/**/*.py"), *base.glob("notify/*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        place = path.relative_to(base).as_posix()
        if place not in WRITERS:
            loud = {"click.echo", "click.secho", "print", "sys.stdout.write", "sys.stderr.write"}
            assert not names & loud, place
        elif place != "cli/out.py":
            assert [one for one in writing(ast.unparse(tree)) if "print" not in one] == []
