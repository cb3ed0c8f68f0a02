// Copy what a button names; without JavaScript it isn't there, and the text can be selected. Buttons that come into the
// page later are shown by whoever brings them.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    const label = button.textContent;
    button.textContent = await navigator.clipboard.writeText((source.value ?? source.textContent).trim())
      .then(() => "Copied", () => "The browser refused: select the text instead");
    setTimeout(() => { button.textContent = label; }, 2500);
  });
}
