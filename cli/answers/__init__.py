"""Answers as plain dicts and lists: for JSON, for tables, and for whoever else tells them."""
