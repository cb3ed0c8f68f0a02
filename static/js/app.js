// What every page shares. Pages work without it; with it they are kinder.

const theme = document.querySelector("[data-theme-toggle]");
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function currentTheme() {
  return document.documentElement.dataset.bsTheme || (systemIsDark.matches ? "dark" : "light");
}

function sayTheme() {
  const other = currentTheme() === "dark" ? "light" : "dark";
  theme.querySelector("span").textContent = `Use the ${other} theme`;
  theme.dataset.now = currentTheme();
}

if (theme) {
  theme.hidden = false;
  sayTheme();
  systemIsDark.addEventListener("change", sayTheme);
  theme.addEventListener("click", () => {
    const chosen = currentTheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.bsTheme = chosen;
    // A cookie, so that the server can send the next page in it from its first byte.
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${chosen}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    sayTheme();
  });
}

// Menus close at a click elsewhere and at Escape, which gives the focus back.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open], .cc-menu-toggle[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Ask first where a form or its button says so, then send it once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !confirm(question)) {
    event.preventDefault();
    return;
  }
  // The attributes: a field may be called "method" or "target".
  if (form.getAttribute("method")?.toLowerCase() !== "post" || form.getAttribute("target")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  // After the other listeners: one of them may send the form itself. The button keeps its name and value
  // in what is sent, so it is disabled only when the browser has collected them.
  setTimeout(() => {
    if (event.defaultPrevented) return;
    form.dataset.sent = "yes";
    if (event.submitter) {
      event.submitter.disabled = true;
      event.submitter.setAttribute("aria-busy", "true");
    }
    setTimeout(() => allowAgain(form), 15000);
  });
});

function allowAgain(form) {
  delete form.dataset.sent;
  for (const button of form.elements) {
    if (!button.matches("button[aria-busy]")) continue;
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

// Back again from the browser's memory.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(allowAgain);
});

// A password can be read while it is typed.
for (const field of document.querySelectorAll('input[type="password"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cc-reveal";
  button.textContent = "Show";
  button.setAttribute("aria-label", "Show the password");
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shows = field.type === "password";
    field.type = shows ? "text" : "password";
    button.textContent = shows ? "Hide" : "Show";
    button.setAttribute("aria-pressed", String(shows));
  });
  const around = document.createElement("div");
  around.className = "cc-password";
  field.replaceWith(around);
  around.append(field, button);
}

// A file that is too large is refused before it is sent: the server would have to drop the whole form with it.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches("input[type=file][data-largest]")) return;
  const place = field.closest(".cc-field");
  place.querySelector(".cc-errors")?.remove();
  const largest = Number(field.dataset.largest);
  const file = [...field.files].find((chosen) => chosen.size > largest);
  place.classList.toggle("has-error", Boolean(file));
  if (!file) return;
  const refusal = document.createElement("div");
  refusal.className = "cc-errors";
  refusal.setAttribute("role", "alert");
  refusal.textContent = `“${file.name}” is larger than ${Math.floor(largest / 1048576)} MB. Choose a smaller one.`;
  field.value = "";
  field.before(refusal);
});

// Screen readers read what changes: what the server already wrote is written again for them.
for (const region of document.querySelectorAll("[data-flashes] [role]")) {
  const words = region.innerHTML;
  region.textContent = "";
  requestAnimationFrame(() => { region.innerHTML = words; });
}
document.querySelector("[data-focus]")?.focus();
