// Asking without leaving the page: the answer comes sentence by sentence. Without this file the form does the same,
// and the answer comes whole.
const thread = document.getElementById("thread");
const status = document.getElementById("pilot-status");

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

// Server-sent events of an answer that was asked for by POST, which EventSource can't.
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    waiting += value;
    const whole = waiting.split("\n\n");
    waiting = whole.pop();
    for (const one of whole) {
      const [, name, data] = one.match(/^event: (.*)\ndata: (.*)$/s);
      yield { name, data: JSON.parse(data) };
    }
  }
}

function showPage(response, html) {
  const other = parse(html);
  if (!other.getElementById("content")) throw new Error(`${response.status} without a page`);
  document.title = other.title;
  document.getElementById("content").replaceWith(other.getElementById("content"));
  if (response.redirected) history.pushState(null, "", response.url);
  window.scrollTo(0, 0);
  prepare(document);
  document.getElementById("content").focus({ preventScroll: true });
}

async function ask(form) {
  const button = form.querySelector("button[type=submit]");
  const stopping = new AbortController();
  button.disabled = true;
  try {
    const response = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { Accept: "text/event-stream, text/html" },
      signal: stopping.signal,
    });
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      if (response.redirected) {
        location.assign(response.url);
        if (new URL(response.url).pathname === location.pathname) location.reload();
      } else showPage(response, await response.text());
      return;
    }
    await show(response, form, stopping);
  } catch (error) {
    if (error.name === "AbortError") return;
    button.disabled = false;
    form.removeAttribute("data-pilot");  // the next press goes the plain way, with the same key
    status.textContent = "The connection broke. Press Ask again: it is the same question, and costs nothing more.";
    status.classList.remove("visually-hidden");
  }
}

async function show(response, form, stopping) {
  let exchange, sentences, count = 0, stopUrl, url;
  const token = form.elements.csrf_token.value;
  for await (const { name, data } of events(response)) {
    if (name === "begun") {
      exchange = parse(data.html).body.firstElementChild;
      document.getElementById(exchange.id)?.remove();
      thread.append(exchange);
      sentences = exchange.querySelector("[data-sentences]");
      ({ stop: stopUrl, url } = data);
      form.hidden = true;
      document.querySelector(".pilot-examples")?.remove();
      exchange.scrollIntoView({ block: "start" });
      status.textContent = "CasePilot answers.";
      exchange.querySelector("[data-stop]").addEventListener("click", async () => {
        stopping.abort();
        const body = new URLSearchParams({ csrf_token: token, after: count });
        await fetch(stopUrl, { method: "POST", body });
        location.assign(url);
      });
    } else if (name === "sentence") {
      sentences.insertAdjacentHTML("beforeend", data.html);
      count += 1;
    } else if (name === "done") {
      const told = parse(data.html);
      const part = (wanted) => told.querySelector(`[data-part=${wanted}]`);
      const whole = part("exchange").firstElementChild;
      exchange.replaceWith(whole);
      document.getElementById("composer").replaceChildren(...part("composer").children);
      document.getElementById("pilot-allowance").replaceChildren(...part("pilot-allowance").children);
      history.pushState(null, "", url);
      prepare(document);
      status.textContent = "The answer is complete.";
      return;
    }
  }
  location.assign(url ?? location.href);  // it broke off: the page shows what came
}

// Ratings and links: the form is sent, and the exchange alone is shown anew.
async function swap(form, submitter) {
  const response = await fetch(form.action, { method: "POST", body: new FormData(form, submitter) });
  const fresh = parse(await response.text()).getElementById(form.dataset.swap);
  if (!fresh) return location.reload();
  document.getElementById(form.dataset.swap).replaceWith(fresh);
  prepare(fresh);
  fresh.querySelector("[role=status]")?.scrollIntoView({ block: "nearest" });
  status.textContent = "Done.";
}

function prepare(root) {
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-pilot]")) {
    event.preventDefault();
    ask(form);
  } else if (form.matches("[data-swap]")) {
    event.preventDefault();
    swap(form, event.submitter);
  }
}, { capture: true });

document.addEventListener("click", (event) => {
  const example = event.target.closest("[data-ask]");
  const field = document.getElementById("question");
  if (!example || !field || field.closest("[hidden]")) return;
  event.preventDefault();
  field.value = example.dataset.ask;
  field.focus();
});

// Enter asks, Shift and Enter is a new line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches(".pilot-composer textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

// A note that couldn't be coded yet stays in this tab, where we don't read it, until it is.
const caseForm = document.querySelector("form[data-case]");
if (caseForm) {
  const { note } = caseForm.elements;
  if ("done" in caseForm.dataset) sessionStorage.removeItem("casepilot-note");
  else if (!note.value) note.value = sessionStorage.getItem("casepilot-note") ?? "";
  if ("locked" in caseForm.dataset) sessionStorage.setItem("casepilot-note", note.value);
}
