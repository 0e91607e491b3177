// Keying a questionnaire: number keys answer and go on, the form keeps itself as a draft, and what is typed
// outlives a cut line. Without this file the same page is plain radios and two buttons.
import { reading, SKIPPED } from "./questionnaire_items.js";
import { stepping } from "./questionnaire_steps.js";

const $ = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const AFTER_TYPING = 2500;
const TRY_AGAIN = 5000;
const ARRIVED_AFTER = 10000;
const UNCOUNTED = ["csrfmiddlewaretoken", "once", "revision"];

// Behind the lock nothing is keyed and nothing is sent.
const locked = () => Boolean($("#terkunci:not([hidden])"));

// What is not yet on the server lies in this tab alone, under the shelf that signing out and half a day clear.
const shelf = (path) => `pulih:typed:${document.body.dataset.account}:${path}:draft`;

function keying(form) {
  const items = all("[data-item]", form);
  const sheet = reading(form, items);
  const steps = "steps" in form.dataset ? stepping(form, sheet, (row, options) => goTo(row, options)) : null;
  const save = $("[data-save]", form);
  form.dataset.live = "";

  function count() {
    sheet.ask();
    const wanted = items.filter(sheet.isWanted);
    const answered = wanted.filter(sheet.isAnswered).length;
    const skipped = wanted.filter(sheet.isSkipped).length;
    all("[data-answered]").forEach((one) => { one.textContent = answered; });
    all("[data-total]").forEach((one) => { one.textContent = wanted.length; });
    $("[data-progress]").value = answered;
    $("[data-progress]").max = Math.max(1, wanted.length);
    $("[data-skipped]").textContent = skipped;
    $("[data-skipped-line]").hidden = skipped === 0;
    const few = $("[data-too-few]");
    if (few) few.hidden = skipped <= wanted.length - Number(form.dataset.least);
    all("[data-for]", form).forEach((box) => {
      const chosen = $(`[name=${box.dataset.for}]:checked`, form);
      box.hidden = chosen?.value !== box.dataset.value && !$(".ui-error", box);
    });
    if (steps) steps.count();
  }

  // Focus stands on the chosen answer of a row, else on its first.
  function goTo(row, options) {
    sheet.entry(row).focus(options);
    row.scrollIntoView({ block: "nearest" });
  }
  const rowOf = (element) => items.find((row) => row.contains(element));
  const shown = (row) => !row.hidden && (!steps || steps.shows(row));
  const firstOpen = () => items.find((row) => shown(row) && sheet.isOpen(row));
  function step(row, by) {
    const rows = items.filter(shown);
    const next = rows[rows.indexOf(row) + by];
    if (next) goTo(next);
    else if (by > 0 && steps) steps.go(1);
    else if (by > 0) save.focus();
  }

  // Fields before the items: a number key takes the choice of that place.
  const lead = all("input[type=radio]", form).filter((one) => !rowOf(one));
  const leading = (name) => lead.filter((one) => one.name === name);
  const undecided = () => [...new Set(lead.map((one) => one.name))].find((name) => !leading(name).some((one) => one.checked));
  function begin(options) {
    const name = undecided();
    if (steps) steps.begin(name ? leading(name)[0] : null, items.find((row) => !row.hidden && sheet.isOpen(row)));
    else if (name) leading(name)[0].focus(options);
    else goTo(firstOpen() || items[0], options);
  }

  document.addEventListener("keydown", (event) => {
    if (locked()) return;
    const target = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(save);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (steps && ["PageDown", "PageUp"].includes(event.key)) {
      event.preventDefault();
      steps.go(event.key === "PageDown" ? 1 : -1);
      return;
    }
    const row = rowOf(target);
    if (event.key === "Enter" && form.contains(target) && target.matches("input") && (steps || (row && sheet.typing(row)))) {
      event.preventDefault();
      if (row) step(row, 1);
      else steps.go(1);
      return;
    }
    const vertical = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (row && vertical && !target.matches("textarea")) {
      event.preventDefault();
      step(row, event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    const empty = row && target === sheet.typing(row) && target.matches("input") && target.value === "";
    if (target.closest("input:not([type=radio], [type=checkbox]), textarea, select, details, dialog") && !(empty && event.key === SKIPPED)) return;
    const digit = /^\d$/.test(event.key);
    if (!digit && event.key !== SKIPPED) return;
    if (digit && lead.includes(target)) {
      const one = leading(target.name)[Number(event.key) - 1];
      if (one) { press(one); event.preventDefault(); if (steps) steps.lead(undecided() && leading(undecided())[0]); else begin(); }
      return;
    }
    const here = row || (target === document.body || target.id === "isi" ? firstOpen() : null);
    const answer = here && sheet.answer(here, event.key);
    if (answer) { press(answer); step(here, 1); event.preventDefault(); }
  });

  const draft = form.dataset.draft ? drafting(form, form.dataset.draft) : null;
  if (draft) draft.restore();
  count();
  askWhy(form);
  form.addEventListener("input", (event) => { sheet.settle(event.target); count(); if (draft) draft.typed(); });
  form.addEventListener("submit", () => {
    if (!navigator.onLine) return;
    sessionStorage.setItem("pulih:sent", new Date().toISOString());
    if (draft) draft.stop();
  });
  all("[data-keys], [data-show-all]").forEach((one) => { one.hidden = false; });
  const summary = $("[data-error-summary]");
  if (!summary) begin({ preventScroll: true });
  else if (steps) steps.beginWith($("a[href^='#id_']", summary));
}

function press(choice) {
  if (choice.checked) return;
  choice.checked = true;
  choice.dispatchEvent(new Event("input", { bubbles: true }));
}

// The reason outside the window is asked where the day is outside it, or where something was typed.
function askWhy(form) {
  const outside = $("[data-outside]", form);
  if (!outside) return;
  const dayOf = () => {
    const [day, month, year] = ["day", "month", "year"].map((part) => form.elements[`taken_on_${part}`]?.value.trim() || "");
    return /^\d{4}$/.test(year) && day && month ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : "";
  };
  const ask = () => {
    const { first, last } = form.dataset;
    const day = dayOf();
    const inside = !first || !day || (first <= day && day <= last);
    outside.hidden = inside && !$("input", outside).value && !$(".ui-error", outside);
  };
  ask();
  form.addEventListener("input", ask);
}

function drafting(form, address) {
  const key = shelf(location.pathname);
  const { words, waiting } = $("[data-draft-line][data-words]").dataset;
  const tell = (text) => all("[data-draft-line]").forEach((one) => { one.textContent = text; });
  const fields = () => [...new FormData(form)].filter(([name]) => !UNCOUNTED.includes(name));
  let timer = 0;
  let stopped = false;
  let sending = null;
  let number = 0;

  function later(wait) { clearTimeout(timer); if (!stopped) timer = setTimeout(send, wait); }
  function typed() {
    number += 1;
    sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: fields() }));
    later(AFTER_TYPING);
  }
  async function send() {
    if (sending || stopped) return;
    if (locked()) { later(TRY_AGAIN); return; }
    const sent = number;
    sending = new AbortController();
    try {
      const answer = await fetch(address, {
        method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", keepalive: true,
        headers: { Accept: "application/json" }, signal: sending.signal,
      });
      if (answer.status === 409) { tell((await answer.json()).reason); stopped = true; return; }
      if (answer.type === "opaqueredirect") { tell(waiting); stopped = true; return; } // signed out: the shelf keeps it
      if (!answer.ok) throw new Error(String(answer.status));
      // Kept a moment longer: a page that is loading right now may have been written before this arrived.
      if (sent === number) sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), sent: Date.now(), fields: fields() }));
      tell(`${words} ${(await answer.json()).clock}`);
    } catch {
      if (stopped) return;
      tell(waiting);
      later(TRY_AGAIN);
    } finally {
      sending = null;
    }
    if (sent !== number) later(AFTER_TYPING);
  }
  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(key) || "null");
    if (!kept) return;
    if (kept.sent && Date.now() - kept.sent > ARRIVED_AFTER) { sessionStorage.removeItem(key); return; }
    const values = Object.fromEntries(kept.fields);
    for (const field of form.elements) {
      if (!field.name || UNCOUNTED.includes(field.name)) continue;
      const value = values[field.name];
      if (["radio", "checkbox"].includes(field.type)) field.checked = value === field.value;
      else if (value !== undefined) field.value = value === SKIPPED && field.closest("[data-item]") ? "" : value;
    }
    later(0);
  }
  const unsent = () => { const kept = JSON.parse(sessionStorage.getItem(key) || "null"); return kept && !kept.sent; };
  window.addEventListener("online", () => { if (unsent()) later(0); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && unsent()) { clearTimeout(timer); send(); }
  });
  return { typed, restore, stop: () => { stopped = true; clearTimeout(timer); sending?.abort(); } };
}

// A urine panel: one tick, or the key N, reads every strip as negative; a strip keyed otherwise takes it back.
function panel(form) {
  const every = $("[data-all-negative]", form);
  const strips = all("[data-strip]", form);
  askWhy(form);
  const read = (strip, value) => all("input[type=radio]", strip).find((one) => one.value === value);
  every.addEventListener("change", () => {
    strips.forEach((strip) => { const one = read(strip, "negative"); one.checked = every.checked; });
  });
  form.addEventListener("input", (event) => {
    const strip = event.target.closest("[data-strip]");
    if (strip && event.target.value !== "negative") every.checked = false;
  });
  document.addEventListener("keydown", (event) => {
    if (locked()) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit($("[data-save]", form));
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) return;
    if (event.key.toLowerCase() === "n") {
      event.preventDefault();
      every.checked = true;
      every.dispatchEvent(new Event("change", { bubbles: true }));
      $("[data-save]", form).focus();
    }
  });
}

document.addEventListener("DOMContentLoaded", () => {
  all("[data-forget]").forEach((one) => sessionStorage.removeItem(shelf(one.dataset.forget)));
  all("form[data-questionnaire]").forEach(keying);
  all("form[data-panel]").forEach(panel);
});
