"""Takes the page of a dossier apart into files that other people's tools can check. Uses nothing of kroniek.

    python3 take_apart.py DOSSIER.html VKEY ENTRY

VKEY is the verifier key that the keeper of the ledger gave you; ENTRY is the key of an entry, such as ml/letter-15c.
Nothing is checked here: that is what the files are for. Each name says what is in it.
"""

import base64
import json
import re
import sys
from pathlib import Path

page, vkey, wanted = sys.argv[1:]
html = Path(page).read_bytes().decode("utf-8")


def carried(name: str) -> str:
    """What stands in the page under this id, as it stands there."""
    return re.search(rf'<script type="[^"]*" id="{name}">([^<]*)</script>', html)[1]


def signed(note: str, name: str) -> None:
    """A signed note as its text and the signature under it, for openssl."""
    text, _, signatures = note.rpartition("\n\n")
    Path(f"{name}.text").write_bytes(f"{text}\n".encode())
    line = next(each for each in signatures.split("\n") if each.startswith(f"— {vkey.split('+')[0]} "))
    Path(f"{name}.signature").write_bytes(base64.b64decode(line.split(" ")[2])[4:])


document, statement = carried("dossier"), carried("statement")
dossier = json.loads(document)
Path("dossier.json").write_bytes(document.encode())
signed(statement, "statement")
signed(dossier["checkpoint"], "checkpoint")
Path("checkpoint.note").write_bytes(dossier["checkpoint"].encode())

# A verifier key is NAME+ID+BASE64 of one byte (1: Ed25519) and 32 bytes of key; the prefix makes these a PEM file.
public = base64.b64decode(vkey.split("+", 2)[2])[1:]
spki = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + public).decode()
Path("key.pem").write_text(f"-----BEGIN PUBLIC KEY-----\n{spki}\n-----END PUBLIC KEY-----\n", encoding="ascii")

entry = next(each for each in dossier["entries"] if json.loads(each["leaf"])["key"] == wanted)
index = json.loads(entry["leaf"])["position"] - 1
proof = ["c2sp.org/tlog-proof@v1", f"index {index}", *entry["proof"], "", dossier["checkpoint"]]
Path("entry.json").write_bytes(entry["leaf"].encode())
Path("entry.tlog-proof").write_bytes("\n".join(proof).encode())
