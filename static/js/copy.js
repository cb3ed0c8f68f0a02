// A button that copies the text of another element; without JavaScript it isn't there, and the text can be selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const done = await navigator.clipboard.writeText((source.value ?? source.textContent).trim())
      .then(() => "Copied", () => "The browser refused: select the text instead");
    button.textContent = done;
    setTimeout(() => { button.textContent = label; }, 2500);
  });
}
