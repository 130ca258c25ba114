"""What tests have measured is printed at the end of the run."""


def pytest_terminal_summary(terminalreporter):
    figures = [
        words
        for report in terminalreporter.getreports("passed")
        if report.when == "call"
        for name, words in report.user_properties
        if name == "figures"
    ]
    if figures:
        terminalreporter.section("figures")
        for words in figures:
            terminalreporter.write_line(words)
