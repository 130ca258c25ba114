"""The dashboard in a browser of this machine, when it is asked for."""
