// Filters submit by themselves: results and counts change, the page stays where it is, the address can be shared.
const find = document.querySelector("[data-find]");
const form = find.querySelector("form");
const words = form.elements.q;
const panel = form.querySelector("[data-filters]");
let results = find.querySelector("[data-results]");
let asked = 0;
let waiting;

find.dataset.live = "";

// What is left empty doesn't stand in the address.
form.addEventListener("formdata", (event) => {
  const names = new Set(event.formData.keys());
  for (const name of names) {
    const said = event.formData.getAll(name).filter((value) => value.trim() !== "");
    event.formData.delete(name);
    for (const value of new Set(said)) event.formData.append(name, value);
  }
  if (!event.formData.has("pay") && event.formData.get("per") === "year") event.formData.delete("per");
  if (!event.formData.has("near")) event.formData.delete("miles");
});

function address(sort = results.querySelector("#find-sort").value) {
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form)).toString();
  if (sort) url.searchParams.set("sort", sort);
  return url;
}

// Puts fresh filters in the place of the old ones: what was open stays open, the focus where it was.
function renew(fresh) {
  const here = document.activeElement;
  const [name, value, id] = panel.contains(here) ? [here.name, here.value, here.id] : [];
  const open = new Set([...panel.querySelectorAll("details[open]")].map((one) => one.dataset.group ?? "all"));
  panel.replaceChildren(...document.adoptNode(fresh).childNodes);
  for (const one of panel.querySelectorAll("details")) one.open ||= open.has(one.dataset.group ?? "all");
  if (!name && !id) return;
  const same = id ? panel.querySelector(`#${id}`)
    : [...panel.querySelectorAll(`[name="${name}"]`)].find((one) => one.value === value);
  same?.focus({ preventScroll: true });
  if (same?.type === "text" && same.value !== value) same.value = value;
}

async function show(url, { remember = true } = {}) {
  const mine = ++asked;
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    // The count stays the same element, so that its change is read aloud.
    const count = results.querySelector("[role=status]");
    const pictures = results.querySelector(".find-pictures")?.open;
    const fresh = document.adoptNode(page.querySelector("[data-results]"));
    const says = fresh.querySelector("[role=status]").textContent;
    fresh.querySelector("[role=status]").replaceWith(count);
    results.replaceWith(fresh);
    results = fresh;
    count.textContent = says;
    if (pictures && results.querySelector(".find-pictures")) results.querySelector(".find-pictures").open = true;
    renew(page.querySelector("[data-filters]"));
    if (document.activeElement !== words) words.value = results.dataset.words;
    document.title = page.title;
    // Each search that somebody chose is a step back; what is typed in between isn't.
    if (remember && answer.url !== location.href) history.pushState({}, "", answer.url);
    else history.replaceState({}, "", answer.url);
  } catch {
    if (mine === asked) location.assign(url);
  }
}

window.addEventListener("popstate", () => location.reload());

form.addEventListener("change", (event) => {
  // What was understood of the words stands among the filters now.
  if (event.target !== words && results.dataset.words !== undefined) words.value = results.dataset.words;
  // A credential or a state is chosen in the bar, which only a new page shows.
  if (event.target.id === "find-credential") form.requestSubmit();
  else if (event.target !== words && event.target.name !== "pay") show(address());
});

// Words and amounts wait until one has stopped typing.
form.addEventListener("input", (event) => {
  if (event.target !== words && event.target.name !== "pay") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => show(address(), { remember: event.target !== words }), 350);
});

find.addEventListener("change", (event) => {
  if (event.target.id === "find-sort") show(address());
});

// The button at the end of the filters, on a phone: what it promises is already there.
form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  if (!event.submitter?.hasAttribute("data-find-submit")) return;
  event.preventDefault();
  show(address()).then(() => results.scrollIntoView({ block: "start" }));
});
