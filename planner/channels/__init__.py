"""One adapter a file, behind the protocols of planner.ports."""
