"""A dossier: how it is made, the report in it, and how it is checked."""
