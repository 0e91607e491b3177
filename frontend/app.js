// The little JavaScript there is. Every page works without it; each part below only makes a thing quicker.
import htmx from "htmx.org";
import "./questionnaire.js";
import "./stack.js";
import "./attendance.js";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages about people are not kept in the browser
htmx.config.refreshOnHistoryMiss = true;
window.htmx = htmx;

const root = document.documentElement;
const $ = (selector, from = document) => from.querySelector(selector);
const each = (selector, act, from = document) => from.querySelectorAll(selector).forEach(act);
const ready = (act) => document.addEventListener("DOMContentLoaded", act);
// What stands in the page, and again what a list that was exchanged in place brings.
const standing = (act) => {
  ready(() => act(document));
  htmx.onLoad((part) => { if (part.id === "isi") act(part); });
};

// "/" goes to the search field, Escape closes menus.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const field = $("#cari");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  }
  if (event.key === "Escape") {
    each("details[data-menu][open]", (menu) => { menu.open = false; $("summary", menu).focus(); });
    const hits = $("#saran"); if (hits) hits.replaceChildren();
  }
});
document.addEventListener("click", (event) => {
  each("details[data-menu][open]", (menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

// The error summary takes the focus, so that a screen reader begins with what is wrong.
const focusErrors = () => { const summary = $("form:not([data-sample]) [data-error-summary]"); if (summary) summary.focus(); };
ready(focusErrors);
document.addEventListener("htmx:afterSettle", focusErrors);

// A refused form comes back as 422, a lost session as 401 with a redirect: both are pages to show.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
});

// A pager or a filter exchanges the list alone (in_place). What was changed and not sent, a refusal and a cut line are
// left to an ordinary visit, which asks or explains; the focus goes with the list.
const visit = (event) => { if (event.detail.boosted) location.assign(event.detail.pathInfo.finalRequestPath); };
document.addEventListener("htmx:responseError", visit);
document.addEventListener("htmx:sendError", visit);
document.addEventListener("htmx:beforeSend", (event) => {
  if (!event.detail.boosted) return;
  if (changed && changed.isConnected && !changed.dataset.sent) { event.preventDefault(); visit(event); }
});
htmx.onLoad((part) => {
  if (part.id === "isi" && document.activeElement === document.body) part.focus({ preventScroll: true });
});

// One click is one act; without a connection nothing is sent and nothing is lost.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const cut = $("#terputus");
  if (cut) cut.hidden = navigator.onLine;
  if (!navigator.onLine) {
    event.preventDefault();
    if (cut) { cut.focus(); cut.scrollIntoView({ block: "center" }); }
    return;
  }
  if (form.hasAttribute("data-download")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  if (!form.hasAttribute("data-quiet")) sessionStorage.setItem("pulih:sent", new Date().toISOString());
  const button = event.submitter;
  if (button) setTimeout(() => busy(button));
});
function busy(button) {
  const words = button.dataset.busy || root.dataset.saving;
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-busy", "true");
  if (!words) return;
  const spinner = document.createElement("span");
  spinner.className = "loading loading-spinner loading-xs";
  button.replaceChildren(spinner, words);
}
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

// What is typed outlives a lock, in this browser tab, for this person and page only, until they sign out or half a
// day has passed. Passwords and files are never kept.
const HALF_A_DAY = 12 * 3600 * 1000;
const SHELF = "pulih:typed:";
const shelf = (form) => `${SHELF}${document.body.dataset.account}:${location.pathname}:${form.getAttribute("action") || ""}`;
const keepable = (field) => field.name && !["password", "file", "hidden", "submit"].includes(field.type);
const ticked = (field) => ["checkbox", "radio"].includes(field.type);
function keep(form) {
  if (!document.body.dataset.account) return;
  const typed = {};
  for (const field of form.elements) {
    if (keepable(field) && (!ticked(field) || field.checked)) (typed[field.name] ??= []).push(field.value);
  }
  sessionStorage.setItem(shelf(form), JSON.stringify({ at: Date.now(), typed }));
}
function putBack(form) {
  const { typed } = JSON.parse(sessionStorage.getItem(shelf(form)));
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    if (ticked(field)) field.checked = (typed[field.name] || []).includes(field.value);
    else if (field.name in typed) field.value = typed[field.name].shift() ?? "";
  }
  changed = form;
  const notice = $("#isian-kembali");
  if (notice) notice.hidden = false;
}
function clearShelf(which) {
  Object.keys(sessionStorage).filter((key) => key.startsWith(SHELF) && which(key)).forEach((key) => sessionStorage.removeItem(key));
}
ready(() => {
  clearShelf((key) => Date.now() - JSON.parse(sessionStorage.getItem(key)).at > HALF_A_DAY);
  each("form[data-sign-out]", (form) => form.addEventListener("submit", () => clearShelf(() => true)));
});
standing((part) => {
  each("form[method=post]:not([data-quiet])", (form) => {
    form.addEventListener("submit", () => { if (navigator.onLine) sessionStorage.removeItem(shelf(form)); });
    if (sessionStorage.getItem("pulih:locked") && sessionStorage.getItem(shelf(form)) && !$("[data-error-summary]", form)) putBack(form);
  }, part);
  if (document.body.dataset.account) sessionStorage.removeItem("pulih:locked");
});

// A shared computer left alone covers every open page at once; going on means signing in again.
ready(() => {
  const minutes = Number(document.body.dataset.lockMinutes || 0);
  const cover = $("#terkunci");
  if (!minutes || !cover) return;
  let noted = 0;
  const active = () => {
    if (Date.now() - noted > 1000 && cover.hidden) localStorage.setItem("pulih:active", String(noted = Date.now()));
  };
  active();
  ["pointerdown", "keydown", "scroll"].forEach((name) => document.addEventListener(name, active, { passive: true, capture: true }));
  const look = () => {
    if (!cover.hidden || Date.now() - Number(localStorage.getItem("pulih:active")) < minutes * 60000) return;
    sessionStorage.setItem("pulih:locked", "1");
    changed = null;
    each("body > :not(#terkunci)", (part) => { part.hidden = true; part.inert = true; });
    document.title = "Pulih";
    cover.hidden = false;
    $("a, button", cover).focus();
  };
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
});

// Connected or not, and when something was last saved, in words.
const clock = (moment) => `${String(moment.getHours()).padStart(2, "0")}${root.lang === "en" ? ":" : "."}${String(moment.getMinutes()).padStart(2, "0")}`;
function connection() {
  const note = $("#sambungan");
  if (!note) return;
  const saved = sessionStorage.getItem("pulih:saved");
  note.textContent = !navigator.onLine ? note.dataset.offline : saved ? `${note.dataset.online}, ${note.dataset.saved} ${clock(new Date(saved))}` : note.dataset.online;
  if (navigator.onLine && $("#terputus")) $("#terputus").hidden = true;
}
window.addEventListener("online", connection);
window.addEventListener("offline", connection);
ready(() => {
  const sent = sessionStorage.getItem("pulih:sent");
  if (sent && $("#sambungan") && $(".ui-note.good[data-message]")) sessionStorage.setItem("pulih:saved", sent);
  sessionStorage.removeItem("pulih:sent");
  connection();
});

// A password can be looked at while it is typed.
standing((part) => each("input[type=password]", (field) => {
  const button = document.createElement("button");
  const frame = document.createElement("div");
  button.type = "button";
  button.className = "btn join-item";
  button.textContent = root.dataset.show;
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", field.id);
  frame.className = "join w-full";
  field.classList.add("join-item");
  field.before(frame);
  const focused = document.activeElement === field;
  frame.append(field, button);
  if (focused) field.focus();
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? root.dataset.hide : root.dataset.show;
    button.setAttribute("aria-pressed", String(hidden));
  });
  field.form?.addEventListener("submit", () => { field.type = "password"; });
}, part));

// Arrow keys walk the suggestions under the search field.
document.addEventListener("keydown", (event) => {
  if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const hits = [...document.querySelectorAll("#saran a")];
  if (!hits.length || !event.target.closest("#cari, #saran")) return;
  event.preventDefault();
  const place = hits.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  (place < 0 ? $("#cari") : hits[Math.min(place, hits.length - 1)]).focus();
});

// One tick for every row of a list; without script each row is ticked by itself.
standing((part) => each("[data-tick-all]", (all) => {
  const rows = () => [...all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.tickAll}"]:not(:disabled)`)];
  const look = () => {
    const on = rows().filter((one) => one.checked).length;
    all.checked = on > 0 && on === rows().length;
    all.indeterminate = on > 0 && !all.checked;
  };
  for (const part of [all, ...(all.labels || [])]) part.hidden = false;
  all.addEventListener("change", () => { for (const one of rows()) one.checked = all.checked; });
  all.form.addEventListener("change", (event) => { if (event.target !== all) look(); });
  look();
}, part));

// A print button shows itself only where there is script to press it.
standing((part) => each("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}, part));
