// The candour check while somebody writes: the form #text is sent to the address in [data-candour] when they pause, and
// what the server answers is shown there and in [data-checklist]. The check on saving is the same one; without script it is the only one.
// A link of a finding selects its words in the editor.

const PAUSE = 700;
const box = document.querySelector("[data-candour]");
const form = document.getElementById("text");
let timer;
let asking;

async function check() {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(box.dataset.candour, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      signal: asking.signal,
    });
    if (!answer.ok || answer.redirected) return;
    const drawn = await answer.json();
    box.innerHTML = drawn.html;
    const list = document.querySelector("[data-checklist]");
    if (list) list.innerHTML = drawn.checklist;
  } catch {
    // Superseded by the next pause, or the connection is lost: the check on saving finds the same.
  }
}

function select(event) {
  const link = event.target.closest("a[data-from]");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.setSelectionRange(Number(link.dataset.from), Number(link.dataset.to));
}

if (box) {
  box.addEventListener("click", select);
  form?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  });
}
