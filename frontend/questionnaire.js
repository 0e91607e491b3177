// Keying a questionnaire: number keys answer and go on, the form keeps itself as a draft, and what is typed
// outlives a cut line. Without this file the same page is plain radios and two buttons.
const $ = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const SKIPPED = "0";
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
  const radios = (row) => all("input[type=radio]", row);
  const chosen = (row) => radios(row).find((one) => one.checked);
  const isAnswered = (row) => chosen(row) && chosen(row).value !== SKIPPED;
  form.dataset.live = "";

  function count() {
    const answered = items.filter(isAnswered).length;
    const skipped = items.filter((row) => chosen(row)?.value === SKIPPED).length;
    all("[data-answered]").forEach((one) => { one.textContent = answered; });
    $("[data-progress]").value = answered;
    $("[data-skipped]").textContent = skipped;
    $("[data-skipped-line]").hidden = skipped === 0;
    $("[data-too-few]").hidden = skipped <= items.length - Number(form.dataset.least);
  }

  // Focus stands on the chosen answer of a row, else on its first.
  function goTo(row, options) {
    (chosen(row) || radios(row)[0]).focus(options);
    row.scrollIntoView({ block: "nearest" });
  }
  const rowOf = (element) => items.find((row) => row.contains(element));
  const firstOpen = () => items.find((row) => !chosen(row));
  function step(row, by) {
    const next = items[items.indexOf(row) + by];
    if (next) goTo(next);
    else if (by > 0) $("[data-save]", form).focus();
  }
  function press(radio) {
    if (!radio.checked) { radio.checked = true; radio.dispatchEvent(new Event("input", { bubbles: true })); }
  }

  // Fields before the items: a number key takes the choice of that place.
  const lead = all("input[type=radio]", form).filter((one) => !rowOf(one));
  const leading = (name) => lead.filter((one) => one.name === name);
  const undecided = () => [...new Set(lead.map((one) => one.name))].find((name) => !leading(name).some((one) => one.checked));
  function begin(options) {
    const name = undecided();
    if (name) leading(name)[0].focus(options);
    else goTo(firstOpen() || items[0], options);
  }

  document.addEventListener("keydown", (event) => {
    if (locked()) return;
    const target = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit($("[data-save]", form));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest("input:not([type=radio]), textarea, select, details, dialog")) return;
    const row = rowOf(target);
    if (/^\d$/.test(event.key)) {
      if (lead.includes(target)) {
        const one = leading(target.name)[Number(event.key) - 1];
        if (one) { press(one); begin(); event.preventDefault(); }
        return;
      }
      const here = row || (target === document.body || target.id === "isi" ? firstOpen() : null);
      const radio = here && radios(here).find((one) => one.value === event.key);
      if (radio) { press(radio); step(here, 1); event.preventDefault(); }
    } else if (row && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(row, event.key === "ArrowDown" ? 1 : -1);
    }
  });

  const draft = form.dataset.draft ? drafting(form, form.dataset.draft) : null;
  if (draft) draft.restore();
  count();
  askWhy(form);
  form.addEventListener("input", () => { count(); if (draft) draft.typed(); });
  form.addEventListener("submit", () => {
    if (!navigator.onLine) return;
    sessionStorage.setItem("pulih:sent", new Date().toISOString());
    if (draft) draft.stop();
  });
  all("[data-keys]").forEach((one) => { one.hidden = false; });
  if (!$("[data-error-summary]")) begin({ preventScroll: true });
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
      if (field.type === "radio") field.checked = values[field.name] === field.value;
      else if (field.name in values) field.value = values[field.name];
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
