"""The commands, one module each; every module calls its click command `command`."""
