// What pages do beyond what HTML does: keys on the review page, and times in the reader's zone. Every page works without.
"use strict";

const KEYS = "tracker-keys";

function press(event) {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const box = document.getElementById("keys");
  if (box && !box.checked) return;
  const button = document.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
}

function offerKeys() {
  const box = document.getElementById("keys");
  if (!box) return;
  box.checked = localStorage.getItem(KEYS) !== "off";
  box.closest("[data-keys]").classList.add("offered");
  box.addEventListener("change", () => localStorage.setItem(KEYS, box.checked ? "on" : "off"));
}

// The reader's own time goes into the room that the page keeps for it, beside the time as it is stored.
function localise(root) {
  for (const time of root.querySelectorAll("time.moment:not([data-local])")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const here = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(at);
    time.dataset.local = `${here} here`;
    time.title = `${here}, your time`;
  }
}

document.addEventListener("keydown", (event) => {
  if (document.querySelector("[data-keys]")) press(event);
});
document.addEventListener("htmx:after:swap", () => localise(document));
offerKeys();
localise(document);
