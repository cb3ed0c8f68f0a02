// The editor of a job. Without this file it saves by its buttons; with it, by itself.

const editor = document.querySelector("[data-editor]");
const form = editor.querySelector("[data-editor-form]");
const saved = editor.querySelector("[data-saved]");
const SAVE_AFTER = 2000;
const CHECK_AFTER = 500;
const TRY_AGAIN_AFTER = 10000;
const SIGNED_OUT = [400, 401];  // 400: the form's token is of a session that has ended
const HOPELESS = [403, 404, 409, 413, 422];  // trying again would change nothing

let waiting = null;
let checking = null;
let sending = null;  // the save that is under way
let changedWhileSending = false;
let stopped = !editor.dataset.autosave;
let isDirty = false;
let isSignedOut = false;

async function post(url, body) {
  const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
  const answer = await response.json().catch(() => ({}));  // a proxy's error page, perhaps
  if (!response.ok) throw Object.assign(new Error(answer.detail), { status: response.status });
  return answer;
}

// After signing in again, in whichever tab, a page of the new session brings the token that it accepts.
async function renewToken() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = page.querySelector("[data-editor-form] [name=csrf_token]");
  if (token) form.elements.csrf_token.value = token.value;
  return token !== null;
}

function saySignedOut() {
  const link = Object.assign(document.createElement("a"), {
    href: "/sign-in", target: "_blank", rel: "noopener", textContent: "Sign in in a new tab" });
  say("Not saved: you are signed out. ", true);
  saved.append(link, "; this page then goes on saving, and nothing that you typed is lost.");
}

function say(words, isConflict = false) {
  saved.textContent = words;
  saved.classList.toggle("is-conflict", isConflict);
}

function clock() {
  return new Date().toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}

function save() {
  if (stopped) return;
  if (sending) changedWhileSending = true;
  else sending = send();
}

async function send() {
  isDirty = false;
  if (!isSignedOut) say("Saving…");
  try {
    if (isSignedOut && !(await renewToken())) throw Object.assign(new Error(), { status: 401 });
    isSignedOut = false;
    const answer = await post(editor.dataset.autosave, new FormData(form));
    form.elements.version.value = answer.version;
    const errors = Object.keys(answer.errors).length;
    say(errors ? `Saved ${clock()}, but for what is marked` : `Saved ${clock()}`);
    show(answer);
    if (!isDirty) delete editor.dataset.unsaved;
  } catch (error) {
    isDirty = true;
    if (HOPELESS.includes(error.status)) {
      stopped = true;
      say(error.message, true);
    } else {
      if (!SIGNED_OUT.includes(error.status)) say("Not saved: no connection. Trying again…", true);
      else if (!isSignedOut) saySignedOut();
      isSignedOut ||= SIGNED_OUT.includes(error.status);
      clearTimeout(waiting);
      waiting = setTimeout(save, TRY_AGAIN_AFTER);
    }
  } finally {
    sending = null;
    if (changedWhileSending) {
      changedWhileSending = false;
      saveSoon();
    }
  }
}

function saveSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(save, SAVE_AFTER);
}

async function check() {
  try {
    show(await post(editor.dataset.check, new FormData(form)));
  } catch {
    // The next save says what is wrong.
  }
}

function items(list) {
  const ul = document.createElement("ul");
  ul.append(...list.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
  return ul;
}

function fill(place, intro, list, otherwise = "") {
  const text = JSON.stringify([intro, list]);
  if (place.dataset.shown === text) return;  // a screen reader would read it again
  place.dataset.shown = text;
  const p = document.createElement("p");
  p.textContent = list.length ? intro : otherwise;
  place.replaceChildren(...(list.length ? [p, items(list)] : otherwise ? [p] : []));
}

function show(found) {
  const sentence = editor.querySelector("[data-sentence]");
  if (sentence.textContent !== found.sentence) sentence.textContent = found.sentence;
  const pay = [found.pay, found.compared].filter(Boolean).join(": ");
  const payLine = editor.querySelector("[data-pay]");
  if (payLine.textContent !== pay) payLine.textContent = pay;
  fill(editor.querySelector("[data-laws]"), "Where this job may be done, the law asks for more:", found.laws,
    "No pay transparency law that we know of applies where this job may be done. "
    + "Jobs that state their pay are read first all the same.");
  fill(editor.querySelector("[data-warnings]"),
    "Worth a second look (nothing here keeps you from submitting):", found.warnings.map((one) => one.message));
  mark(found.errors);
}

function mark(errors) {
  for (const old of form.querySelectorAll("[data-live-error]")) old.remove();
  for (const [name, message] of Object.entries(errors)) {
    const field = document.getElementById(name);
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    const note = Object.assign(document.createElement("p"), { textContent: message, className: "cc-errors" });
    note.dataset.liveError = "";
    field.before(note);
  }
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    if (!(field.id in errors)) field.removeAttribute("aria-invalid");
  }
}

form.addEventListener("input", () => {
  isDirty = true;
  editor.dataset.unsaved = "";
  saveSoon();
  clearTimeout(checking);
  checking = setTimeout(check, CHECK_AFTER);
});

form.addEventListener("submit", async (event) => {
  clearTimeout(waiting);
  stopped = true;
  if (sending) {  // its answer brings the version that the form must name
    const { submitter } = event;
    event.preventDefault();
    await sending;
    form.requestSubmit(submitter);
    return;
  }
  isDirty = false;
});

// Back from the tab in which one signed in again.
addEventListener("focus", () => {
  if (isSignedOut) save();
});
document.addEventListener("visibilitychange", () => {
  if (isSignedOut && !document.hidden) save();
});

addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});

// Rows are added and removed here; the server numbers them anew by what it is sent.
form.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="action"]');
  const [what, name] = button?.value.split(":") ?? [];
  const rows = form.querySelector(`[data-rows="${name}"]`);
  if (!rows || (what !== "add" && what !== "remove")) return;
  const all = rows.querySelectorAll("[data-row]");
  if (what === "add") {
    if (!all.length) return;  // the server makes the first one
    event.preventDefault();
    if (all.length < rows.dataset.most) addRow(all[all.length - 1], name);
  } else {
    event.preventDefault();
    const row = button.closest("[data-row]");
    if (all.length > 1 || name === "questions") row.remove();
    else clear(row);
    rows.focus();
  }
  number(rows, name);
  form.dispatchEvent(new Event("input"));
});

function addRow(last, name) {
  const used = [...form.elements].map((field) => Number(field.name?.match(`^${name}-(\\d+)-`)?.[1] ?? -1));
  const from = Number(last.querySelector("[name]").name.match(/-(\d+)-/)[1]);
  const to = Math.max(...used) + 1;
  const row = last.cloneNode(true);
  for (const tag of row.querySelectorAll("*")) {
    for (const attribute of ["id", "name", "for", "aria-describedby"]) {
      const value = tag.getAttribute(attribute);
      if (value) tag.setAttribute(attribute, value.replaceAll(`${name}-${from}-`, `${name}-${to}-`));
    }
  }
  clear(row);
  last.after(row);
  row.querySelector("input:not([type=hidden]), select, textarea").focus();
}

// What rows are called follows their order, and the button that adds ends at the most there may be.
function number(rows, name) {
  const all = [...rows.querySelectorAll("[data-row]")];
  all.forEach((row, index) => {
    const texts = [row.querySelector("legend"), row.querySelector('button[name="action"]')];
    for (const tag of texts) tag.textContent = tag.textContent.replace(/\d+/, index + 1);
    if (name === "groups") texts[0].textContent = index ? `And: group ${index + 1}` : "Group 1";
  });
  const isFull = all.length >= rows.dataset.most;
  const add = rows.querySelector(`button[value="add:${name}"]`);
  if (add) add.hidden = isFull;
  rows.querySelector("[data-most-said]").textContent = isFull ? `${rows.dataset.most} is the most.` : "";
}

function clear(row) {
  for (const field of row.querySelectorAll("input, select, textarea")) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else if (field.name.endsWith("-row")) field.value = "1";
    else field.value = "";
  }
}

// The description: what it looks like, and paste from Word or a web page without its leftovers.
const text = form.querySelector("[data-markdown]");
const preview = form.querySelector("[data-preview]");
let rendering = null;

function withToken(values) {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  return body;
}

async function renderPreview() {
  preview.hidden = !text.value.trim();
  if (preview.hidden) return;
  try {
    const { html } = await post(editor.dataset.readText, withToken({ text: text.value }));
    preview.querySelector("[data-preview-text]").innerHTML = html;  // sanitized by the server
  } catch {
    preview.hidden = true;
  }
}

text.addEventListener("input", () => {
  clearTimeout(rendering);
  rendering = setTimeout(renderPreview, CHECK_AFTER);
});
text.addEventListener("paste", async (event) => {
  const html = event.clipboardData.getData("text/html");
  const plain = event.clipboardData.getData("text/plain");
  if (!html && !/[\u00b7\u2022\u25aa]/.test(plain)) return;
  event.preventDefault();
  let clean = plain;
  try {
    clean = (await post(editor.dataset.cleanPaste, withToken(html ? { html } : { text: plain }))).text;
  } catch {
    // Better as plain text than not at all.
  }
  text.setRangeText(clean, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
});
renderPreview();

// Say in the outline where one is.
const links = new Map([...editor.querySelectorAll(".editor-outline a")].map((a) => [a.hash.slice(1), a]));
const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(entry.target.id)?.setAttribute("aria-current", "true");
  }
}, { rootMargin: "-20% 0px -70% 0px" });
for (const id of links.keys()) observer.observe(document.getElementById(id));
