// Follows something that is being done: [data-progress] names an address that answers {status}; the page is loaded
// again when that is neither "issuing" nor "working". An answer with {done, of, sentence} moves the bar in it. What
// stands in [data-progress-late] shows only after half a minute.

const LATE = 30_000;
const RUNNING = ["issuing", "working"];
const box = document.querySelector("[data-progress]");
const late = box?.querySelector("[data-progress-late]");
const bar = box?.querySelector("progress");
const words = box?.querySelector("[data-progress-words]");
const begun = Date.now();

function show(said) {
  if (!("done" in said)) return;
  if (bar) {
    bar.max = said.of;
    bar.value = said.done;
    bar.setAttribute("aria-label", said.sentence);
  }
  if (words) words.textContent = said.sentence;
}

async function look() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    const said = answer.ok ? await answer.json() : { status: RUNNING[0] };
    if (!RUNNING.includes(said.status)) {
      location.reload();
      return;
    }
    show(said);
  } catch {
    // The connection is lost; the next look may find it again.
  }
  if (late) late.hidden = Date.now() - begun < LATE;
  setTimeout(look, 700);
}

if (box) {
  if (late) late.hidden = true;
  look();
}
