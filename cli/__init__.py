"""The doors of the command line: parse, ask the desk, print. Everything heavy is imported inside the commands."""
