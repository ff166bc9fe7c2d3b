// The words of an update, copied: by the press that sends it (form #quick-update), and by buttons with data-copy="id".
// Without script the buttons stay hidden and the words can be marked.

function nextUpdate(form) {
  const field = form.elements.next_update_at;
  const [date, time] = (field?.value ?? "").split("T");
  if (!date || !time) return "";
  const day = new Date(`${date}T00:00:00Z`).toLocaleDateString("en-GB", {
    timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric",
  }).replace(",", "");
  const zone = field.closest(".field")?.querySelector(".unit")?.textContent.trim() ?? "";
  return ` Next update by ${day}, ${time} (${zone}).`;
}

const form = document.getElementById("quick-update");
form?.addEventListener("submit", () => {
  const said = form.elements.text.value.trim();
  const stop = /[.!?]$/.test(said) ? "" : ".";
  // A browser that refuses changes nothing: the words stand on the page that follows.
  navigator.clipboard?.writeText(`${said}${stop}${nextUpdate(form)}`).catch(() => undefined);
});

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
