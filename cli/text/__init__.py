"""Answers as pages of text, for a terminal or for a file."""
