"""Others' libraries that do part of the same work, each in an environment of its own under `.peers/`."""
