// Filters submit by themselves: the results change, the page stays where it is, the address can be shared.
const find = document.querySelector("[data-find]");
const form = find.querySelector("form");
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
    for (const value of said) event.formData.append(name, value);
  }
  if (!event.formData.has("pay") && event.formData.get("per") === "year") event.formData.delete("per");
});

function address() {
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form)).toString();
  return url;
}

async function show(url) {
  const mine = ++asked;
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    // The count stays the same element, so that its change is read aloud.
    const count = results.querySelector("[role=status]");
    const fresh = document.adoptNode(page.querySelector("[data-results]"));
    const words = fresh.querySelector("[role=status]").textContent;
    fresh.querySelector("[role=status]").replaceWith(count);
    results.replaceWith(fresh);
    results = fresh;
    count.textContent = words;
    find.querySelector("[data-find-submit]").textContent = `Show ${words}`;
    document.title = page.title;
    history.replaceState(null, "", answer.url);
  } catch {
    if (mine === asked) location.assign(url);
  }
}

form.addEventListener("change", (event) => {
  // A credential is added to those chosen before, which only a new page shows.
  if (event.target.name === "credential") form.requestSubmit();
  else if (event.target.name !== "q" && event.target.name !== "pay") show(address());
});

// Words and amounts wait until one has stopped typing.
form.addEventListener("input", (event) => {
  if (event.target.name !== "q" && event.target.name !== "pay") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => show(address()), 350);
});

// The button at the end of the filters, on a phone: what it promises is already there.
form.addEventListener("submit", (event) => {
  if (!event.submitter?.hasAttribute("data-find-submit")) return;
  event.preventDefault();
  clearTimeout(waiting);
  show(address()).then(() => results.scrollIntoView({ block: "start" }));
});
