// The little JavaScript there is. Every page works without it; each part below only makes a thing quicker.
import htmx from "htmx.org";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages about people are not kept in the browser
window.htmx = htmx;

const root = document.documentElement;
const $ = (selector, from = document) => from.querySelector(selector);

// "/" goes to the search field, Escape closes menus.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const field = $("#cari");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  }
  if (event.key === "Escape") {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { menu.open = false; $("summary", menu).focus(); });
    const hits = $("#saran"); if (hits) hits.replaceChildren();
  }
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

// The error summary takes the focus, so that a screen reader begins with what is wrong.
const focusErrors = () => { const summary = $("[data-error-summary]"); if (summary) summary.focus(); };
document.addEventListener("DOMContentLoaded", focusErrors);
document.addEventListener("htmx:afterSettle", focusErrors);

// A refused form comes back as 422, a lost session as 401 with a redirect: both are pages to show.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
});

// One click is one act.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  form.dataset.sent = "1";
  const button = event.submitter;
  if (!button || form.hasAttribute("data-download")) return;
  setTimeout(() => {
    button.setAttribute("aria-disabled", "true");
    button.disabled = true;
    const words = button.dataset.busy || root.dataset.saving;
    if (words) button.textContent = words;
  });
});
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// Leaving a changed form asks first.
let changed = null;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[method=post]:not([data-quiet])");
  if (form) { changed = form; keep(form); }
});
window.addEventListener("beforeunload", (event) => {
  if (changed && !changed.dataset.sent && changed.isConnected) event.preventDefault();
});

// What is typed outlives a lock or a lost connection, on this browser tab, for this person and page only.
const shelf = (form) => `pulih:${document.body.dataset.account}:${location.pathname}:${form.getAttribute("action") || ""}`;
function keep(form) {
  if (!document.body.dataset.account) return;
  const typed = {};
  for (const field of form.elements) {
    if (!field.name || ["password", "file", "hidden", "submit"].includes(field.type)) continue;
    if (["checkbox", "radio"].includes(field.type)) { if (field.checked) (typed[field.name] ??= []).push(field.value); }
    else (typed[field.name] ??= []).push(field.value);
  }
  sessionStorage.setItem(shelf(form), JSON.stringify(typed));
}
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form[method=post]:not([data-quiet])").forEach((form) => {
    const kept = sessionStorage.getItem(shelf(form));
    form.addEventListener("submit", () => sessionStorage.removeItem(shelf(form)));
    if (!kept || !sessionStorage.getItem("pulih:locked") || $("[data-error-summary]")) return;
    const typed = JSON.parse(kept);
    for (const field of form.elements) {
      if (!field.name || !(field.name in typed) || ["password", "file", "hidden"].includes(field.type)) continue;
      if (["checkbox", "radio"].includes(field.type)) field.checked = typed[field.name].includes(field.value);
      else field.value = typed[field.name].shift() ?? "";
    }
    const notice = $("#isian-kembali"); if (notice) notice.hidden = false;
  });
  if (document.body.dataset.account) sessionStorage.removeItem("pulih:locked");
});

// A shared computer left alone covers the page; going on means signing in again.
const minutes = Number(document.body?.dataset.lockMinutes || 0);
let last = Date.now();
["pointerdown", "keydown", "scroll"].forEach((name) => document.addEventListener(name, () => { last = Date.now(); }, { passive: true }));
if (minutes) {
  setInterval(() => {
    const cover = $("#terkunci");
    if (cover && cover.hidden && Date.now() - last > minutes * 60000) {
      sessionStorage.setItem("pulih:locked", "1");
      changed = null;
      cover.hidden = false;
      $("#kerangka").inert = true;
      $("a, button", cover).focus();
    }
  }, 5000);
}

// Connected or not, in words.
const connection = () => {
  const note = $("#sambungan");
  if (note) note.textContent = navigator.onLine ? note.dataset.online : note.dataset.offline;
};
window.addEventListener("online", connection);
window.addEventListener("offline", connection);
document.addEventListener("DOMContentLoaded", connection);

// Arrow keys walk the suggestions under the search field.
document.addEventListener("keydown", (event) => {
  if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const hits = [...document.querySelectorAll("#saran a")];
  if (!hits.length || !event.target.closest("#cari, #saran")) return;
  event.preventDefault();
  const place = hits.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  (place < 0 ? $("#cari") : hits[Math.min(place, hits.length - 1)]).focus();
});

// A print button shows itself only where there is script to press it.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
});
