"""Answers as drawings, in SVG."""
