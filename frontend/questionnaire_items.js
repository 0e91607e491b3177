// The items of a questionnaire: what stands in a row, and which rows need an answer at all.
const $ = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
export const SKIPPED = "-"; // left empty on purpose; no code of an answer looks like it

export function reading(form, items) {
  const radios = (row) => all("input[type=radio]", row);
  const mark = (row) => $(".skip input", row);
  const typing = (row) => $("input:not([type=radio], [type=checkbox]), textarea", row);
  const chosen = (row) => radios(row).find((one) => one.checked);
  function value(row) {
    if (mark(row)?.checked) return SKIPPED;
    return (typing(row) ? typing(row).value : chosen(row)?.value ?? "").trim();
  }

  // Conditions are said for a sheet coded raw, so that a code the sheet printed the other way is turned first.
  const clauses = new Map(items.filter((row) => row.dataset.when).map((row) => [row, JSON.parse(row.dataset.when)]));
  const byCode = new Map(items.map((row) => [row.dataset.item, row]));
  const reversed = JSON.parse(form.dataset.reversed || "{}");
  const showAll = $("input[name=show_all]", form);
  function raw(row) {
    const text = row ? value(row) : "";
    if (text === "" || text === SKIPPED) return null;
    const number = Number(text.replace(",", "."));
    if (Number.isNaN(number)) return null;
    const codes = radios(row).filter((one) => one.value !== SKIPPED).map((one) => Number(one.value));
    const coding = $("input[name=coding]:checked", form)?.value;
    const turned = codes.length && (reversed[coding] || []).includes(row.dataset.item);
    return turned ? Math.min(...codes) + Math.max(...codes) - number : number;
  }
  const fits = (clause, answer) => ("at_least" in clause ? answer >= clause.at_least : clause.among.includes(answer));
  // A clause can hold no more when each of its items is left out itself, or answered otherwise.
  function fails(clause, out) {
    return clause.items.every((code) => {
      const answer = raw(byCode.get(code));
      return out.has(code) || (answer !== null && !fits(clause, answer));
    });
  }
  function leftOut() {
    const out = new Set();
    for (let before = -1; before < out.size;) {
      before = out.size;
      for (const [row, when] of clauses) if (when.some((clause) => fails(clause, out))) out.add(row.dataset.item);
    }
    return out;
  }

  let out = new Set();
  // What is left out is not sent; what was typed there stays and comes back with it.
  function ask() {
    out = leftOut();
    for (const row of clauses.keys()) {
      const gone = out.has(row.dataset.item) && !showAll?.checked;
      row.hidden = gone;
      all("input, textarea", row).forEach((one) => { one.disabled = gone; });
    }
  }
  // A number and the mark "left empty" take each other's place.
  function settle(changed) {
    const row = changed.closest("[data-item]");
    const typed = row && typing(row);
    if (!typed || !mark(row)) return;
    if (changed === typed && typed.value !== "") mark(row).checked = false;
    if (changed === mark(row) && changed.checked) typed.value = "";
  }

  return {
    ask,
    settle,
    typing,
    answer: (row, key) => (key === SKIPPED ? mark(row) : radios(row).find((one) => one.value === key)),
    entry: (row) => typing(row) || chosen(row) || radios(row)[0],
    isOpen: (row) => !("optional" in row.dataset) && !out.has(row.dataset.item) && value(row) === "",
    isWanted: (row) => !("optional" in row.dataset) && (!out.has(row.dataset.item) || (!row.hidden && value(row) !== "")),
    isAnswered: (row) => !["", SKIPPED].includes(value(row)),
    isSkipped: (row) => value(row) === SKIPPED,
  };
}
