// Single-key shortcuts: elements carry data-shortcut (the key) and data-shortcut-label (what it does).
// Fields take focus, links and buttons are pressed; "?" lists them, and the list can switch them off.

const OFF = "amends:shortcuts-off";

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable], dialog") !== null;
}

function visible(element) {
  return element.checkVisibility({ visibilityProperty: true });
}

function shortcuts() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-shortcut]")) {
    if (!found.has(element.dataset.shortcut) && visible(element)) found.set(element.dataset.shortcut, element);
  }
  return found;
}

function unfold(key) {
  // On a narrow screen the search stands in the folded menu.
  const fold = [...document.querySelectorAll(`details:not([open]) [data-shortcut="${key}"]`)].map((e) => e.closest("details"))[0];
  if (fold?.checkVisibility()) fold.open = true;
}

function press(key) {
  if (!shortcuts().has(key)) unfold(key);
  const element = shortcuts().get(key);
  if (!element) return false;
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
  return true;
}

function row(key, label) {
  const term = document.createElement("dt");
  const sign = document.createElement("kbd");
  const words = document.createElement("dd");
  sign.textContent = key;
  words.textContent = label;
  term.append(sign);
  return [term, words];
}

function toggle() {
  const box = document.createElement("div");
  box.className = "form-check";
  box.innerHTML = '<input class="form-check-input" type="checkbox" id="shortcuts-on"><label class="form-check-label" for="shortcuts-on">Use single keys on this device</label>';
  const input = box.firstElementChild;
  input.checked = !localStorage.getItem(OFF);
  input.addEventListener("change", () => (input.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  return box;
}

function list() {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  const keys = document.createElement("dl");
  const close = document.createElement("form");
  title.id = "shortcuts-title";
  title.textContent = "Keyboard shortcuts";
  dialog.setAttribute("aria-labelledby", title.id);
  keys.className = "keys";
  const known = new Map([...document.querySelectorAll("[data-shortcut]")].map((e) => [e.dataset.shortcut, e.dataset.shortcutLabel]));
  for (const [key, label] of [...known, ["?", "Show this list"]]) keys.append(...row(key, label));
  close.method = "dialog";
  close.className = "form-actions";
  close.innerHTML = '<button class="btn btn-outline-secondary">Close</button>';
  dialog.append(title, keys, toggle(), close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || localStorage.getItem(OFF)) return;
  if (event.key === "?") list();
  else if (!press(event.key)) return;
  event.preventDefault();
});

for (const opener of document.querySelectorAll("[data-shortcuts-open]")) {
  opener.hidden = document.querySelector("[data-shortcut]") === null;
  opener.addEventListener("click", list);
}
