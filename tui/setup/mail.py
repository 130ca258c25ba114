"""The mail: where it comes from, and the account, tried before it is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from planner.errors import WrongUse
from planner.views_setup import Answers, HostView, LineTried
from tui.keys import Key, setup_keys
from tui.messages import Brought, Trouble
from tui.setup.choices import ChoiceStep
from tui.setup.fields import Ask
from tui.setup.messages import HostHeard, MailHeard
from tui.setup.step import StepScreen
from tui.text import clean
from tui.words import t


class SourceStep(ChoiceStep):
    """Her mailbox, a folder, or later."""

    PAGE: ClassVar[str] = "source"

    def words(self) -> tuple[str, str]:
        """Where her customers write."""
        return t("Where do your customers write?"), t(
            "Nothing there is deleted or marked as read, and older mail gets no automatic word."
        )

    def choices(self) -> Sequence[tuple[str, str, str]]:
        """The three ways."""
        return (
            ("mailbox", t("To my mailbox"), t("By its address; most hosts are known.")),
            ("folder", t("Into a folder of mail on this machine"),
             t("A Maildir, to try things out: answers are kept, not sent.")),
            ("later", t("Later"), t("The shop begins empty; a mailbox can be added at any time.")),
        )  # fmt: skip

    def chosen_first(self) -> str:
        """What was chosen before."""
        return self.answers.source

    def so_far(self) -> Answers:
        """The way that stands."""
        live = self.answers.live and self.chosen == "mailbox"
        return replace(self.answers, source=self.chosen, live=live)


class AccountStep(StepScreen):
    """Tried with the first Enter, passed with the second; the password stays in memory."""

    PAGE: ClassVar[str] = "account"

    def __init__(self) -> None:
        super().__init__()
        self._host: HostView | None = None
        self._tried: MailHeard | None = None
        self._trying = False

    def words(self) -> tuple[str, str]:
        """Which account."""
        if self.answers.source == "folder":
            return t("Which folder?"), t("With your own address, so that you are never answered.")
        return t("Your mailbox"), t(
            "The password goes into the keyring of this machine, never into a file."
        )

    def fields(self) -> Sequence[Widget]:
        """The lines of a mailbox, or of a folder."""
        said, answers = Static(id="said-of-it", markup=False), self.answers
        address = Ask(t("Your address"), answers.mail_address, id="address",
                      hint="me@example.org", needed=answers.source == "mailbox")  # fmt: skip
        if answers.source == "folder":
            folder = Ask(
                t("Folder of the mail"), answers.mail_folder, id="folder", hint="~/Maildir"
            )
            return [folder, address, said]
        return [
            address,
            Static(id="advice", markup=False),
            Ask(t("Reads from"), answers.reads_at, id="reads", needed=False),
            Ask(t("Sends by"), answers.sends_by, id="sends", needed=False),
            Ask(t("Password"), self.setup.password, id="password", hidden=True),
            said,
        ]

    def on_mount(self) -> None:
        """Known from before: only what is missing is asked."""
        super().on_mount()
        lines = [line for line in self.query(Ask) if line.needed]
        next((x for x in lines if not x.value), lines[0]).entry.focus()
        self._show_host(None)
        self._look()

    def keys(self) -> Sequence[Key]:
        """Try first; what was tried may be passed, well or not."""
        if not self._current():
            return setup_keys(on=t("try the connection"))
        well = self._tried is not None and self._tried.tried.well
        return setup_keys(on="" if well else t("try again"), anyway=not well)

    # The host

    @on(Input.Changed, "#address Entry")
    def _look(self) -> None:
        if self.answers.source == "mailbox":
            address, desk = self.query_one("#address", Ask).value, self.setup.desk

            def heard() -> HostHeard:
                try:
                    return HostHeard(desk.host(address), address)
                except WrongUse:
                    return HostHeard(None, address)  # in the middle of a word

            self.setup.errands.read("host", heard)

    def _show_host(self, view: HostView | None) -> None:
        self._host = view
        if self.answers.source != "mailbox":
            return
        known = view is not None and view.known
        for name in ("#reads", "#sends"):
            self.query_one(name, Ask).display = view is not None and not known
        self.query_one("#password", Ask).display = view is None or view.password
        if view is not None:
            self.query_one("#reads", Ask).entry.placeholder = clean(view.reads_at)
            self.query_one("#sends", Ask).entry.placeholder = clean(view.sends_by)
        advice = clean(view.advice) if view is not None else ""
        self.query_one("#advice", Static).update(Content.styled(advice, "$muted"))
        self.query_one("#advice", Static).display = bool(advice)

    # Trying

    @on(Input.Changed)
    def _typing(self) -> None:
        self.show_keys()

    def settle(self, answers: Answers) -> None:
        """Try it, or go on where that was done and is well."""
        if self._current() and self._tried is not None and self._tried.tried.well:
            self._pass(answers)
        elif not self._trying:
            self._trying = True
            self._say_of_it(Content.styled(t("Trying the connection..."), "$muted"))
            desk, password = self.setup.desk, self._password()
            self.setup.errands.read(
                "mail", lambda: MailHeard(desk.try_mail(answers, password), answers, password)
            )

    def brought(self, message: Brought) -> None:
        """The host is known, or the connection was tried."""
        if isinstance(message, HostHeard):
            if message.address == self.query_one("#address", Ask).value:
                self._show_host(message.view)
        elif isinstance(message, MailHeard):
            self._trying, self._tried = False, message
            self._say_of_it(Content("\n").join(map(self._line, message.tried.lines)))
            self.show_keys()

    def _line(self, line: LineTried) -> Content:
        shape, look = (self.setup.glyphs.on, "$primary") if line.well else ("!", "$error")
        return Content.styled(f"{shape} {clean(line.told)}", look)

    def refused(self, message: Trouble) -> None:
        """It could not even be tried."""
        self._trying = False
        self._say_of_it(Content(""))
        super().refused(message)

    def _say_of_it(self, said: Content) -> None:
        self.query_one("#said-of-it", Static).update(said)

    def _current(self) -> bool:
        """Whether what was tried is what stands there."""
        return self._tried is not None and (self._tried.answers, self._tried.password) == (
            self.so_far(),
            self._password(),
        )

    # What is answered

    def so_far(self) -> Answers:
        """Address and servers, or folder."""
        written = {line.id or "": line.value for line in self.query(Ask)}
        return replace(
            self.answers,
            mail_address=written["address"],
            reads_at=written.get("reads", self.answers.reads_at),
            sends_by=written.get("sends", self.answers.sends_by),
            mail_folder=written.get("folder", self.answers.mail_folder),
        )

    def _password(self) -> str:
        found = self.query("#password")
        return self.query_one("#password", Ask).entry.value if found else ""

    def check(self, answers: Answers) -> None:
        """What is needed is there."""
        if answers.source == "mailbox" and not self._password() and self._takes_password():
            self.query_one("#password", Ask).entry.focus()
            raise WrongUse(t("The password is missing."), do=t("Write it; it is not shown."))

    def _takes_password(self) -> bool:
        return self._host is None or self._host.password

    def _pass(self, answers: Answers) -> None:
        self.setup.password = self._password()
        super().settle(answers)

    def action_anyway(self) -> None:
        """On, although it could not be used: it is tried again by itself."""
        if self._current():
            self._pass(self.so_far())

    def action_back(self) -> None:
        """Back, without forgetting the password."""
        self.setup.password = self._password()
        super().action_back()
