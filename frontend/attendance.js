// Marking a group: letters answer and go on, the rest is present with one tap, and what was tapped outlives a cut
// line: it is sent once, later, with the token it began with. Without this file the page is plain radios.
const $ = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const TRY_AGAIN = 5000;
const SLOW = 30000;
const MINE = "marks";

const locked = () => Boolean($("#terkunci:not([hidden])"));
const account = () => document.body.dataset.account;

// What is not yet on the server lies in this tab alone, under the shelf that signing out and half a day clear.
// `waiting` says that somebody pressed save, so that it is sent from whatever page comes next.
const prefix = () => `pulih:typed:${account()}:`;
const shelf = (path) => `${prefix()}${path}:${MINE}`;
const read = (key) => JSON.parse(sessionStorage.getItem(key) || "null");
const waitingShelves = () => Object.keys(sessionStorage)
  .filter((key) => key.startsWith(prefix()) && key.endsWith(`:${MINE}`) && read(key).waiting);

async function send(key) {
  const kept = read(key);
  const body = new URLSearchParams(kept.fields);
  body.set("csrfmiddlewaretoken", $("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(key.slice(prefix().length, -MINE.length - 1), {
    method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(SLOW),
  });
  if (answer.type === "opaqueredirect" || answer.status === 401) return { signedOut: true };
  if (answer.status === 422) {
    sessionStorage.setItem(key, JSON.stringify({ ...kept, waiting: false }));
    return { again: true };
  }
  if (!answer.ok) throw new Error(String(answer.status));
  sessionStorage.removeItem(key);
  return answer.json();
}

function marking(form) {
  const rows = all("[data-row]", form);
  const key = shelf(location.pathname);
  const radios = (row) => all("input[type=radio]", row);
  const marked = (row) => radios(row).find((one) => one.checked);
  const open = () => rows.filter((row) => !marked(row));
  const line = $("[data-line]", form);
  const save = $("[data-save]", form);
  const rest = $("[data-rest]", form);
  let sending = false;
  let timer = 0;

  function count() {
    const said = rows.map(marked).filter(Boolean).map((one) => one.value);
    all("[data-count]", form).forEach((one) => { one.textContent = said.filter((word) => word === one.dataset.count).length; });
    const left = rows.length - said.length;
    $("[data-open]", form).textContent = left;
    $("[data-open-line]", form).hidden = left === 0;
    $("[data-rest-count]", form).textContent = left ? ` (${left})` : "";
    rest.disabled = left === 0;
  }
  function keep(waiting) {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), waiting, fields }));
  }
  function restore() {
    const kept = read(key);
    if (!kept || $("[data-error-summary]")) return;
    const values = Object.fromEntries(kept.fields);
    for (const field of form.elements) {
      if (!(field.name in values) || field.name === "csrfmiddlewaretoken") continue;
      if (field.type === "radio") field.checked = values[field.name] === field.value;
      else field.value = values[field.name];
      if (field.value && field.type === "number") field.closest("details").open = true;
    }
    if (kept.waiting) deliver();
  }
  async function deliver() {
    if (sending) return;
    clearTimeout(timer);
    if (locked()) { timer = setTimeout(deliver, TRY_AGAIN); return; }
    sending = true;
    save.setAttribute("aria-busy", "true");
    try {
      const answer = await send(key);
      if (answer.to) { sessionStorage.setItem("pulih:sent", new Date().toISOString()); location.assign(answer.to); return; }
      // Refused: the page itself says what is wrong, at its rows; nothing was kept of the first try.
      if (answer.again) { form.submit(); return; }
      line.textContent = form.dataset.signedOut;
    } catch {
      line.textContent = form.dataset.kept;
      timer = setTimeout(deliver, TRY_AGAIN);
    }
    sending = false;
    save.removeAttribute("aria-busy");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter === rest) {
      open().forEach((row) => { radios(row)[0].checked = true; });
      keep(false);
      count();
      return;
    }
    if (sending) return;
    if (open().length) { form.submit(); return; } // the page names whom nobody marked
    keep(true);
    deliver();
  });
  form.addEventListener("input", () => { keep(false); count(); });
  window.addEventListener("online", () => { if (read(key)?.waiting) deliver(); });

  const letters = Object.fromEntries(all("[data-letter]", form).map((one) => [one.textContent.toLowerCase(), one.dataset.letter]));
  document.addEventListener("keydown", (event) => {
    if (locked() || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = rows.find((row) => row.contains(event.target));
    if (event.target.closest("select, input:not([type=radio])") || (!here && event.target !== document.body && event.target.id !== "isi")) return;
    const row = here || open()[0] || rows[0];
    const go = (to) => { if (to) { (marked(to) || radios(to)[0]).focus(); to.scrollIntoView({ block: "nearest" }); } else save.focus(); };
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)]);
    } else if (letters[event.key.toLowerCase()]) {
      event.preventDefault();
      const one = radios(row).find((radio) => radio.value === letters[event.key.toLowerCase()]);
      one.checked = true;
      one.dispatchEvent(new Event("input", { bubbles: true }));
      go(rows[rows.indexOf(row) + 1]);
    }
  });

  restore();
  count();
  all("[data-counts], [data-rest-count], [data-keys]", form).forEach((one) => { one.hidden = false; });
}

document.addEventListener("DOMContentLoaded", () => {
  if (!account()) return;
  if ($("[data-attendance-done]")) sessionStorage.removeItem(shelf(location.pathname));
  all("form[data-attendance]").forEach(marking);
  const elsewhere = () => waitingShelves().filter((key) => key !== shelf(location.pathname) && navigator.onLine && !locked());
  const sendOthers = () => elsewhere().forEach((key) => send(key).catch(() => {}));
  if ($("[name=csrfmiddlewaretoken]")) {
    sendOthers();
    window.addEventListener("online", sendOthers);
  }
});
