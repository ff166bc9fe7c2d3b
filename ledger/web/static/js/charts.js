// The data table of a chart is fetched when it is opened; without this script a link leads to it.
for (const fold of document.querySelectorAll("details.chart-data")) {
  const link = fold.querySelector(".chart-elsewhere a");
  if (!link) continue;
  const open = async () => {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const table = page.querySelector(".chart-shown");
    if (table) link.parentElement.replaceWith(table);
  };
  fold.addEventListener("toggle", () => open().catch(() => {}), { once: true });
}

// Points of a chart by arrow keys, with one tab stop a chart; without this script each point is a stop of its own.
for (const chart of document.querySelectorAll("svg.chart-svg")) {
  const place = (mark) => parseFloat(mark.querySelector(".chart-hit").getAttribute("x"));
  const marks = [...chart.querySelectorAll("a.chart-mark")].sort((one, other) => place(one) - place(other));
  const stop = (mark) => marks.forEach((one) => one.setAttribute("tabindex", one === mark ? "0" : "-1"));
  if (marks.length > 1) stop(marks[marks.length - 1]);
  const ways = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
  chart.addEventListener("keydown", (event) => {
    const here = marks.indexOf(document.activeElement);
    if (here < 0 || !(event.key in ways)) return;
    const next = marks[Math.min(Math.max(here + ways[event.key], 0), marks.length - 1)];
    event.preventDefault();
    stop(next);
    next.focus();
  });
}
