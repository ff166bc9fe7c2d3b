// Forms with data-confirm="what will happen" ask in a dialog first, then post confirmed=1.
// Without script the route sees no confirmed=1 and answers with the page that asks.

function button(text, kind) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn ${kind}`;
  made.textContent = text;
  return made;
}

function ask(sentence, submitter) {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  const words = document.createElement("p");
  const actions = document.createElement("div");
  const danger = submitter?.classList.contains("btn-danger");
  const yes = button(submitter?.textContent.trim() || "Yes", danger ? "btn-danger" : "btn-primary");
  const no = button("No, go back", "btn-outline-secondary");
  title.id = "confirm-title";
  title.textContent = `${yes.textContent}?`;
  words.id = "confirm-words";
  words.textContent = sentence;
  actions.className = "form-actions";
  actions.append(yes, no);
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.setAttribute("aria-describedby", words.id);
  dialog.append(title, words, actions);
  return { dialog, yes, no };
}

function confirmed(form) {
  const mark = document.createElement("input");
  mark.type = "hidden";
  mark.name = "confirmed";
  mark.value = "1";
  form.append(mark);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm || form.elements.confirmed) return;
  event.preventDefault();
  const { dialog, yes, no } = ask(form.dataset.confirm, event.submitter);
  dialog.addEventListener("close", () => dialog.remove());
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    dialog.close();
    confirmed(form);
    form.requestSubmit(event.submitter);
  });
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
}, true);

// A page taken back from the browser's memory must ask again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-confirm] > input[name=confirmed]").forEach((mark) => mark.remove());
});
