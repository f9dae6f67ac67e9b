"""What holds for every test: the terminal of whoever runs them does not decide how wide an answer is."""

import os

os.environ.pop("COLUMNS", None)
