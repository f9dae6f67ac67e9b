/* What the page is written with: the frame, its style, the words in each language, what a report may hold. */
const KEPT = {{kept}};

// -- the report, and the page around it ------------------------------------------------------------------------------

const codeOf = (character) => character.charCodeAt(0).toString(16).padStart(4, "0");

/* Marks that turn the direction of writing are shown by their number, so that they turn nothing. */
const escaped = (text) =>
  text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (mark) => `[U+${codeOf(mark).toUpperCase()}]`)
    .replace(/[&<>"'\r]/g, (each) =>
      ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "\r": "&#13;" })[each]);

function fact(path, leaves) {
  let found = leaves;
  for (const step of Array.isArray(path) && path.length > 0 ? path : [null]) {
    const there = Array.isArray(found) ? Number.isInteger(step) : isObject(found) && typeof step === "string";
    demand(there && Object.hasOwn(found, step), "dossier", "bad_fact", "", JSON.stringify(path));
    found = found[step];
  }
  demand(typeof found === "string" || Number.isInteger(found), "dossier", "bad_fact", "", JSON.stringify(path));
  return `${found}`;
}

/* A report as HTML, as report_html of page.py writes it. */
function reportHtml(node, leaves, depth = 0) {
  const allowed = (holds) => demand(holds, "dossier", "bad_report", "", JSON.stringify(node).slice(0, 80));
  allowed(depth <= KEPT.maxDepth);
  if (typeof node === "string") return escaped(node);
  if (isObject(node)) {
    allowed(members(node) === "fact");
    const text = escaped(fact(node.fact, leaves));
    return `<span class="fact" data-entry="${escaped(leaves[node.fact[0]].key)}">${text}</span>`;
  }
  allowed(Array.isArray(node) && KEPT.tags.includes(node[0]) && isObject(node[1]));
  const [tag, attributes, ...children] = node;
  const written = Object.entries(attributes).map(([name, value]) => {
    allowed(KEPT.attributes.includes(name) && typeof value === "string");
    return ` ${name}="${escaped(value)}"`;
  });
  const inside = children.map((child) => reportHtml(child, leaves, depth + 1)).join("");
  return `<${tag}${written.join("")}>${inside}</${tag}>`;
}

/* The text of a node, without its elements. */
function textOf(node, leaves) {
  if (typeof node === "string") return node;
  return isObject(node) ? fact(node.fact, leaves) : node.slice(2).map((child) => textOf(child, leaves)).join("");
}

/* The text of the first h1, which is also the title of the page. */
function titleOf(node, leaves) {
  if (!Array.isArray(node)) return "";
  if (node[0] === "h1") return textOf(node, leaves);
  return node.slice(2).reduce((found, child) => found || titleOf(child, leaves), "");
}

/* The page as a document: the frame, filled as page.py fills it. */
function filled(lang, parts) {
  const words = Object.entries(KEPT.words[lang]).map(([name, text]) => [name, escaped(text)]);
  const all = { ...Object.fromEntries(words), lang, style: KEPT.style, ...parts };
  const page = KEPT.frame.replace(/\{\{(\w+)\}\}/g, (_, name) => all[name]);
  return new DOMParser().parseFromString(page, "text/html");
}

/* Where two trees first part ways, in words; null when they do not. */
function difference(seen, expected) {
  if (seen.isEqualNode(expected)) return null;
  const shallow = (node) => node.cloneNode(false);
  if (!shallow(seen).isEqualNode(shallow(expected))) return named(seen);
  for (let index = 0; index < Math.max(seen.childNodes.length, expected.childNodes.length); index++) {
    const [ours, theirs] = [seen.childNodes[index], expected.childNodes[index]];
    if (ours === undefined || theirs === undefined) return named(ours ?? theirs);
    const found = difference(ours, theirs);
    if (found !== null) return found;
  }
  return named(seen);
}

function named(node) {
  const tag = node.nodeType === Node.ELEMENT_NODE ? `<${node.localName}> ` : "";
  return `“${tag}${(node.textContent ?? "").trim().slice(0, 60)}”`;
}

// -- the check -------------------------------------------------------------------------------------------------------

function readDossier(text) {
  const dossier = JSON.parse(text);
  const lists = isObject(dossier) && [dossier.entries, dossier.disclosures].every(Array.isArray);
  const shaped = lists && members(dossier) === MEMBERS && isObject(dossier.documents) && dossier.dossier === 1;
  demand(shaped && Object.hasOwn(KEPT.words, dossier.lang), "dossier", "no_members");
  const carried = canonical(dossier).replace(/[<>&\u2028\u2029]/g, (each) => `\\u${codeOf(each)}`);
  demand(carried === text, "dossier", "other_form");
  return dossier;
}

const entryName = (leaf) => `${leaf.key} (@${leaf.position})`;

function languageOf(page) {
  return Object.hasOwn(KEPT.words, page.documentElement.lang) ? page.documentElement.lang : "en";
}

/* Checks all that the page carries. Goes on after something wrong, so that every wrong part is named. */
async function check(seen, script) {
  const problems = [];
  const attempt = async (part, work, which = "") => {
    try {
      return await work();
    } catch (error) {
      const unreadable = () => new Wrong(part, part === "dossier" ? "unreadable" : "malformed", which);
      problems.push(error instanceof Wrong ? error : unreadable());
      return null;
    }
  };
  const [text, note, vkey] = ["dossier", "statement", "vkey"].map((id) => seen.getElementById(id)?.textContent ?? "");
  const result = { problems, lang: languageOf(seen) };

  const key = (result.key = await attempt("vkey", () => verifierKey(vkey)));
  const statement = key && (await attempt("statement", () => readStatement(note, key)));
  const digest = base64(await sha256(utf8(text)));
  await attempt("dossier", () => demand(!statement || statement.digest === digest, "dossier", "other_bytes"));
  const dossier = (result.dossier = await attempt("dossier", () => readDossier(text)));
  if (dossier === null) return result;
  const checkpoint = key && (await attempt("checkpoint", () => readCheckpoint(dossier.checkpoint, key, statement)));
  result.checkpoint = checkpoint;

  const leaves = dossier.entries.map(() => ({ key: "", content: {} }));
  let last = 0;
  for (const [index, entry] of dossier.entries.entries()) {
    let which = `${index + 1}`;
    await attempt("entry", async () => {
      const leaf = readLeaf(entry.leaf, which);
      which = entryName(leaf);
      leaves[index] = leaf;
      demand(leaf.position > last, "entry", "out_of_order", which);
      last = leaf.position;
      if (checkpoint !== null) await checkIncluded(entry, leaf, which, checkpoint);
    }, which);
  }
  const disclosures = (await attempt("disclosure", () => readDisclosures(dossier.disclosures))) ?? new Map();
  const seenDigests = new Set();
  for (const leaf of leaves) {
    const which = entryName(leaf);
    await attempt("entry", () => (leaf.content = opened(leaf.content, disclosures, seenDigests, which)), which);
  }
  for (const unused of disclosures.keys()) {
    await attempt("disclosure", () => demand(seenDigests.has(unused), "disclosure", "disclosure_unused", unused));
  }
  for (const [name, content] of Object.entries(dossier.documents)) {
    await attempt("document", async () => {
      demand(hex(await sha256(utf8(content))) === name, "document", "document_other", name);
      demand(holds(leaves, name), "document", "document_unnamed", name);
    }, name);
  }
  const carried = { dossier: text, statement: note, vkey };
  await attempt("dossier", () => checkShown(seen, script, leaves, carried, result));
  return result;
}

/* Writes the page again from what was verified; keeps it in `result.page`. */
async function checkShown(seen, script, leaves, carried, result) {
  const { dossier } = result;
  const hashes = await Promise.all([KEPT.style, script].map(async (text) => base64(await sha256(utf8(text)))));
  const parts = {
    ...carried, script, style_hash: hashes[0], script_hash: hashes[1],
    report: reportHtml(dossier.report, leaves), title: escaped(titleOf(dossier.report, leaves)),
  };
  const page = filled((result.lang = dossier.lang), parts);
  const [shown, expected] = [seen, page].map((each) => each.getElementById("report"));
  const apart = shown === null ? "<main>" : difference(shown, expected);
  if (apart !== null) result.problems.push(new Wrong("shown", "not_the_facts", "", apart));
  const around = filled(dossier.lang, parts);
  if (shown !== null) around.getElementById("report").replaceWith(shown.cloneNode(true));
  const added = difference(seen, around);
  if (added !== null) result.problems.push(new Wrong("page", "something_else", "", added));
  result.page = page;
}

// -- saying it -------------------------------------------------------------------------------------------------------

const MARKS = { intact: "✓", trusted: "✓", refuted: "✗", "cannot-tell": "!" };

function element(tag, attributes, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

/* Puts a verdict in the banner: a headline, then paragraphs or a list. */
function say(verdict, headline, ...rest) {
  const said = document.getElementById("said") ?? element("div", { id: "said" });
  if (!said.isConnected) document.body.prepend(said);
  document.documentElement.dataset.verdict = verdict;
  said.setAttribute("role", verdict === "refuted" ? "alert" : "status");
  const mark = element("span", { className: "mark", ariaHidden: "true" }, MARKS[verdict]);
  said.replaceChildren(element("p", { id: "verdict" }, mark, " ", element("span", {}, headline)), ...rest);
  // Red must not depend on the style sheet: that may be what was changed, and then the browser leaves it out.
  said.style.color = verdict === "refuted" ? "#9b1c0c" : "";
}

function sayRefuted(words, problems) {
  const sentences = problems.map(({ part, which, what, detail }) => {
    const name = element("strong", {}, [words[`part_${part}`], which].filter(Boolean).join(" "));
    const sentence = element("li", {}, name, ` ${words[what]}`, detail && ` ${detail}`);
    sentence.dataset.part = part;
    return sentence;
  });
  say("refuted", words.refuted, element("p", {}, words.refuted_why), element("ul", {}, ...sentences));
}

function sayIntact(words, counted, key) {
  const why = element("p", {}, `${counted("intact_why")} `, element("code", {}, key.text), ". ", words.intact_claim);
  say("intact", words.intact, why, element("p", { className: "own-script" }, words.own_script));
}

/* Compares the key that the reader pastes with the one that signed. */
async function compare(words, counted, key, input, remark) {
  const given = input.value.trim();
  const malformed = given !== key.text && (await verifierKey(given).then(() => false, () => true));
  input.ariaInvalid = `${malformed}`;
  remark.textContent = malformed ? words.key_malformed : "";
  if (malformed) return sayIntact(words, counted, key);
  if (given !== key.text) return sayRefuted(words, [new Wrong("vkey", "other_key", "", key.text)]);
  const why = element("p", {}, `${words.trusted_why} `, element("code", {}, key.text), ".");
  return say("trusted", words.trusted, why, element("p", { className: "own-script" }, words.own_script));
}

/* Shows the outcome in a page written anew, so that nothing stays on the screen that was not checked. */
function present({ problems, lang, key, dossier, checkpoint, page }) {
  const words = KEPT.words[lang];
  if (problems.length > 0) {
    const bare = filled(lang, { title: "", report: "", dossier: "", statement: "", vkey: "", script: "" });
    bare.getElementById("report").append(...(document.getElementById("report")?.childNodes ?? []));
    document.body.replaceWith(document.adoptNode(bare.body));
    return sayRefuted(words, problems);
  }
  const counts = {
    origin: checkpoint.origin, size: checkpoint.size, entries: dossier.entries.length,
    disclosures: dossier.disclosures.length, documents: Object.keys(dossier.documents).length,
  };
  const counted = (name) => words[name].replace(/\{(\w+)\}/g, (_, count) => counts[count]);
  document.body.replaceWith(document.adoptNode(page.body));
  const checks = ["statement", "checkpoint", "entries", "disclosures", "documents", "shown"];
  const told = checks.filter((name) => counts[name] !== 0).map((name) => element("li", {}, counted(`checked_${name}`)));
  document.querySelector("#checked ul").replaceChildren(...told);
  const form = document.getElementById("ask");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    compare(words, counted, key, document.getElementById("key"), document.getElementById("key-said"));
  });
  document.getElementById("checked").hidden = form.hidden = false;
  return sayIntact(words, counted, key);
}

/* Test 1 of RFC 8032, 7.1: a public key and its signature of nothing. */
const KNOWN_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const KNOWN_SIGNATURE = "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw==";

/* Whether this browser can check signatures: a right one, and a wrong one. */
async function canCheck() {
  try {
    const key = await crypto.subtle.importKey("raw", bytesOf(KNOWN_KEY), "Ed25519", false, ["verify"]);
    const verified = (text) => crypto.subtle.verify("Ed25519", key, bytesOf(KNOWN_SIGNATURE), utf8(text));
    return (await verified("")) && !(await verified("something else"));
  } catch {
    return false;
  }
}

async function main(script) {
  const words = KEPT.words[languageOf(document)];
  try {
    if (await canCheck()) return present(await check(document, script));
    return say("cannot-tell", words.cannot_tell, element("p", {}, words.cannot_tell_why));
  } catch {
    return sayRefuted(words, [new Wrong("page", "malformed")]);
  }
}

// What stands after this script is read as well: the page is looked at when all of it is there.
document.addEventListener("DOMContentLoaded", main.bind(null, document.currentScript.textContent));
