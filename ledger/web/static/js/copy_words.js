// Buttons with data-copy="id" copy the words of that element; without script they stay hidden and the words can be marked.

for (const button of document.querySelectorAll("button[data-copy]")) {
  const words = document.getElementById(button.dataset.copy);
  if (!words || !navigator.clipboard) continue;
  const label = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words.textContent.trim());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not copied: mark the words instead";
    }
    setTimeout(() => { button.textContent = label; }, 3000);
  });
}
