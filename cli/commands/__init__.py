"""Each group of commands: parse, ask the desk, print. A module is read when one of its commands is called."""
