"use strict";
/* This page checks itself: nothing is fetched, nothing is sent.
 *
 * 1. The statement is signed with the page's verifier key, and is about exactly the bytes of the dossier carried here.
 * 2. The checkpoint is signed with the same key; every entry is in its tree, at its position (RFC 9162, 2.1.3.2).
 * 3. Every disclosure belongs to one digest of an entry (RFC 9901); every document has the SHA-256 it is kept under.
 * 4. The whole page is written again from that, and must be the page that stands here.
 *
 * Whose key it is, the reader has to know from elsewhere. A page cannot vouch for its own script. */

const ED25519 = 0x01; // C2SP signed-note: the type of a plain Ed25519 key
const MEMBERS =
  "answers asked checkpoint disclosures documents dossier entries kind lang made_on made_with position report";
const LEAF_MEMBERS = "actor content event key position recorded_at stream";

/* Something that does not hold. `part` and `what` are names in KEPT.words; `which` and `detail` say more. */
class Wrong extends Error {
  constructor(part, what, which = "", detail = "") {
    super(what);
    Object.assign(this, { part, what, which, detail });
  }
}

function demand(holds, ...wrong) {
  if (!holds) throw new Wrong(...wrong);
}

// -- bytes -----------------------------------------------------------------------------------------------------------

const utf8 = (text) => new TextEncoder().encode(text);
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const equal = (a, b) => a.length === b.length && a.every((byte, index) => byte === b[index]);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const base64url = (bytes) => base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/* Bytes of base64 (or base64url without padding) in the one way they are written; null for anything else. */
function bytesOf(text, write = base64) {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
    return write(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

/* JSON as RFC 8785 writes it, for what an entry holds. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const members = (value) => Object.keys(value).sort().join(" ");

// -- signed notes ----------------------------------------------------------------------------------------------------

/* A verifier key (C2SP signed-note): name+id+base64 of type and key. */
async function verifierKey(text) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text) ?? [];
  const bytes = encoded === undefined ? null : bytesOf(encoded);
  demand(bytes?.length === 33 && bytes[0] === ED25519, "vkey", "vkey_malformed");
  const expected = (await sha256(joined(utf8(name), [0x0a], bytes))).slice(0, 4);
  demand(hex(expected) === id, "vkey", "vkey_id");
  const key = await crypto.subtle.importKey("raw", bytes.slice(1), "Ed25519", false, ["verify"]);
  return { text, name, id, key };
}

/* The lines of a note's text, once its signature by `key` is verified. Those of others, as of witnesses, are let be. */
async function openNote(note, key, part) {
  const cut = note.lastIndexOf("\n\n");
  demand(cut > 0 && note.endsWith("\n"), part, "malformed");
  const signatures = note.slice(cut + 2, -1).split("\n").map((line) => {
    const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
    const bytes = encoded === undefined ? null : bytesOf(encoded);
    demand(bytes?.length > 4, part, "malformed");
    return { name, id: hex(bytes.slice(0, 4)), signature: bytes.slice(4) };
  });
  const ours = signatures.filter((each) => each.name === key.name && each.id === key.id);
  demand(ours.length > 0, part, "unsigned");
  demand(ours.length === 1, part, "twice_signed");
  const text = note.slice(0, cut + 1);
  demand(await crypto.subtle.verify("Ed25519", key.key, ours[0].signature, utf8(text)), part, "bad_signature");
  return text.slice(0, -1).split("\n");
}

function wholeNumber(text) {
  return /^(0|[1-9][0-9]*)$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
}

async function readStatement(note, key) {
  const [kind, origin, size, digest, ...more] = await openNote(note, key, "statement");
  demand(note.split("\n— ").length === 2, "statement", "twice_signed");
  const shaped = kind === "kroniek.dossier/v1" && wholeNumber(size ?? "") !== null && more.length === 0;
  demand(shaped && bytesOf(digest ?? "")?.length === 32, "statement", "not_a_statement");
  demand(origin === key.name, "statement", "other_origin");
  return { origin, size: Number(size), digest };
}

async function readCheckpoint(note, key, statement) {
  demand(typeof note === "string", "checkpoint", "malformed");
  const [origin, size, root] = await openNote(note, key, "checkpoint");
  const shaped = wholeNumber(size ?? "") !== null && bytesOf(root ?? "")?.length === 32;
  demand(shaped, "checkpoint", "not_a_checkpoint");
  demand(origin === key.name, "checkpoint", "other_origin");
  demand(statement === null || Number(size) === statement.size, "checkpoint", "other_size");
  return { origin, size: Number(size), root: bytesOf(root) };
}

// -- entries ---------------------------------------------------------------------------------------------------------

/* The root hash that a leaf and its inclusion proof lead to (RFC 9162, 2.1.3.2); null for a proof of another length. */
async function rootFrom(leafHash, index, size, proof) {
  const half = (number) => Math.floor(number / 2);
  let [place, last, root] = [index, size - 1, leafHash];
  for (const hash of proof) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      root = await sha256(joined([0x01], hash, root));
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      root = await sha256(joined([0x01], root, hash));
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? root : null;
}

function readLeaf(text, which) {
  let leaf;
  try {
    leaf = JSON.parse(text);
  } catch {
    throw new Wrong("entry", "not_canonical", which);
  }
  demand(isObject(leaf) && members(leaf) === LEAF_MEMBERS, "entry", "not_canonical", which);
  const shaped = Number.isSafeInteger(leaf.position) && leaf.position > 0 && typeof leaf.key === "string";
  demand(shaped && isObject(leaf.content) && canonical(leaf) === text, "entry", "not_canonical", which);
  return leaf;
}

async function checkIncluded(entry, leaf, which, checkpoint) {
  const hashes = Array.isArray(entry.proof) ? entry.proof.map((hash) => bytesOf(`${hash}`)) : [null];
  demand(members(entry) === "leaf proof" && hashes.every((hash) => hash?.length === 32), "entry", "malformed", which);
  const index = leaf.position - 1;
  const leafHash = await sha256(joined([0x00], utf8(entry.leaf)));
  const root = index < checkpoint.size ? await rootFrom(leafHash, index, checkpoint.size, hashes) : null;
  demand(root !== null && equal(root, checkpoint.root), "entry", "not_included", which);
}

// -- disclosures -----------------------------------------------------------------------------------------------------

/* Disclosures by their digest, each [salt, name, value] or [salt, value]. */
async function readDisclosures(texts) {
  const found = new Map();
  for (const text of texts) {
    const bytes = typeof text === "string" ? bytesOf(text, base64url) : null;
    demand(bytes !== null, "disclosure", "disclosure_malformed", `${text}`.slice(0, 16));
    const digest = base64url(await sha256(utf8(text)));
    demand(!found.has(digest), "disclosure", "disclosure_doubled", digest);
    let parts;
    try {
      parts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch {
      throw new Wrong("disclosure", "disclosure_malformed", digest);
    }
    const shaped = Array.isArray(parts) && typeof parts[0] === "string" && [2, 3].includes(parts.length);
    demand(shaped, "disclosure", "disclosure_malformed", digest);
    found.set(digest, parts);
  }
  return found;
}

/* A value with its disclosed parts in place and every digest taken out; `seen` gathers the digests met. */
function opened(value, disclosures, seen, which) {
  const broken = (holds, what = "seal_broken") => demand(holds, "entry", what, which);
  const disclosed = (digest, length) => {
    broken(typeof digest === "string");
    broken(!seen.has(digest), "digest_twice");
    seen.add(digest);
    const parts = disclosures.get(digest);
    demand(parts === undefined || parts.length === length, "disclosure", "disclosure_malformed", digest);
    return parts;
  };
  const inside = (each) => opened(each, disclosures, seen, which);
  if (Array.isArray(value)) {
    return value.flatMap((each) => {
      if (!isObject(each) || !Object.hasOwn(each, "...")) return [inside(each)];
      broken(members(each) === "...");
      const parts = disclosed(each["..."], 2);
      return parts === undefined ? [] : [inside(parts[1])];
    });
  }
  if (!isObject(value)) return value;
  const { _sd: digests = [], ...open } = value;
  broken(Array.isArray(digests) && !Object.hasOwn(open, "..."));
  const plain = Object.fromEntries(Object.entries(open).map(([name, each]) => [name, inside(each)]));
  for (const digest of digests) {
    const parts = disclosed(digest, 3);
    if (parts === undefined) continue;
    const [, name, held] = parts;
    broken(typeof name === "string" && name !== "_sd" && name !== "..." && !Object.hasOwn(plain, name));
    Object.defineProperty(plain, name, { value: inside(held), enumerable: true });
  }
  return plain;
}

/* Whether a text stands somewhere in a value. */
function holds(value, text) {
  const inside = value !== null && typeof value === "object" ? Object.values(value) : [];
  return value === text || inside.some((each) => holds(each, text));
}
