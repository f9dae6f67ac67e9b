"""Chronicle files in and out (contract, section 5): YAML or JSON to drafts of entries, and entries back to a file.

What lives here knows the format, not the rules of the domain: `domain/content.py` checks the fields of a draft. Every
fault carries the entry's key, the field and the line, and a file is read on after a fault wherever that makes sense.

    reading.py          a file, from its bytes to drafts; start reading here
      building.py       plain values with the line of each, out of
      yaml_in.py        the parts of a YAML text, or
      json_in.py        those of a JSON text
      drafting.py       from the plain values of an entry to its draft
      attachments.py    the documents it names or holds
    single.py           one entry outside a file: option values, a template for an editor
    writing.py          entries back to a file; yaml_out.py has the YAML of it
    json_schema.py      the JSON Schema, made from what shapes.py reads in the types of the events
    drafts.py, limits.py, phrases.py    what the others share
"""

from infrastructure.chronicle.drafts import Chronicle, Draft
from infrastructure.chronicle.json_schema import schema
from infrastructure.chronicle.limits import DEEPEST, LARGEST_DOCUMENT, LARGEST_DOCUMENTS, LARGEST_FILE, MOST_FAULTS
from infrastructure.chronicle.reading import parse_chronicle, read_chronicle
from infrastructure.chronicle.single import chronicle_of, parse_value, template, yaml_text
from infrastructure.chronicle.writing import Form, write_chronicle

__all__ = [
    "DEEPEST",
    "LARGEST_DOCUMENT",
    "LARGEST_DOCUMENTS",
    "LARGEST_FILE",
    "MOST_FAULTS",
    "Chronicle",
    "Draft",
    "Form",
    "chronicle_of",
    "parse_chronicle",
    "parse_value",
    "read_chronicle",
    "schema",
    "template",
    "write_chronicle",
    "yaml_text",
]
