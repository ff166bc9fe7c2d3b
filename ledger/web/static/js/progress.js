// Follows something that is being done: [data-progress] names an address that answers {status}; the page is loaded
// again when it is no longer "issuing". What stands in [data-progress-late] shows only after half a minute.

const LATE = 30_000;
const box = document.querySelector("[data-progress]");
const late = box?.querySelector("[data-progress-late]");
const begun = Date.now();

async function look() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.ok && (await answer.json()).status !== "issuing") {
      location.reload();
      return;
    }
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
