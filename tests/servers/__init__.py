"""Real servers for the tests, each in a short folder of its own, on loopback."""
