// Keyboard shortcuts of the moderators' queue. Each presses what is on the page already.
const items = [...document.querySelectorAll("[data-queue-item]")];

function move(step) {
  const at = items.indexOf(document.activeElement);
  const next = items[at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step];
  if (next) next.focus();
}

const press = (selector) => document.querySelector(selector)?.click();

const keys = {
  j: () => move(1),
  k: () => move(-1),
  n: () => press("form[action$='/staff/moderation/next'] button"),
  c: () => press("[data-claim] button"),
  a: () => press("[data-decision] button[value='approve'], [data-decision] button[value='keep']"),
  r: () => document.querySelector("[data-decision] input[type='checkbox']")?.focus(),
  u: () => press("[data-release] button"),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type='checkbox']), textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});
