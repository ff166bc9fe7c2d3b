// A line at the top of the page, read out by screen readers; the words are always set as text.

/** Draws a notice with actions [{label, href} or {label, act}] and returns its element. */
export function notice(text, actions = []) {
  const box = document.createElement("div");
  box.className = "notice";
  box.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = text;
  box.append(words, ...actions.map((action) => control(action, box)));
  document.getElementById("notices").append(box);
  return box;
}

function control({ label, href, act }, box) {
  const made = document.createElement(href ? "a" : "button");
  made.textContent = label;
  if (href) {
    made.href = href;
    return made;
  }
  made.type = "button";
  made.className = "link-button";
  made.addEventListener("click", () => {
    box.remove();
    act();
  });
  return made;
}
