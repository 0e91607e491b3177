// Keying a stack of sheets: a digit goes on to the next cell, arrows move between rows, and the sum runs along.
// Without this file the same table is plain fields, and the server adds up when it is sent.
const $ = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const LEFT_EMPTY = ["-", "–", "−"];
const locked = () => Boolean($("#terkunci:not([hidden])"));

function stacking(form) {
  const rows = all("[data-sheet]", form);
  const cells = (row) => all("[data-cell]", row);
  const fields = (row) => all("[data-cell], [data-stated], [data-day], [data-because]", row);
  const rowOf = (field) => rows.find((row) => row.contains(field));
  const reach = (field) => { if (field) { field.focus(); field.select(); field.scrollIntoView({ block: "nearest", inline: "nearest" }); } };

  function next(row) { return rows[rows.indexOf(row) + 1]; }
  function onwards(field) {
    const row = rowOf(field);
    const line = [...cells(row), $("[data-stated]", row)];
    reach(line[line.indexOf(field) + 1]);
  }
  function below(row) {
    const following = next(row);
    if (following) reach(cells(following)[0]);
    else $("[data-save]", form).focus();
  }

  // What was keyed so far, and whether the sum made from the paper agrees once a sheet is complete.
  function add(row) {
    const typed = cells(row).map((cell) => cell.value.trim());
    const begun = typed.some(Boolean);
    const sum = typed.reduce((so_far, one) => so_far + (/^\d+$/.test(one) ? Number(one) : 0), 0);
    const stated = $("[data-stated]", row).value.trim();
    const told = $("[data-sum]", row);
    told.textContent = begun ? `${told.dataset.words} ${sum}` : "";
    const agrees = begun && stated !== "" && Number(stated) === sum;
    const compared = begun && stated !== "";
    told.dataset.state = compared ? (agrees ? "agrees" : "differs") : "";
    if (compared) told.textContent += ` ${agrees ? told.dataset.agrees : told.dataset.differs}`;
  }
  function count() {
    const begun = rows.filter((row) => fields(row).some((field) => field.value.trim())).length;
    all("[data-begun]", form).forEach((one) => { one.textContent = begun; });
  }

  form.addEventListener("input", (event) => {
    const field = event.target;
    const row = rowOf(field);
    if (!row) return;
    add(row);
    count();
    if (!field.matches("[data-cell]") || event.inputType?.startsWith("delete")) return;
    const full = field.value.length >= Number(field.dataset.longest);
    if (full || LEFT_EMPTY.includes(field.value)) onwards(field);
  });
  form.addEventListener("focusin", (event) => { if (event.target.matches("[data-cell], [data-stated]")) event.target.select(); });
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (locked()) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit($("[data-save]", form));
      return;
    }
    const row = rowOf(field);
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const line = fields(row);
    if (event.key === "Enter") {
      // A stack is not sent by accident: Enter goes on, as it does where figures are keyed all day.
      event.preventDefault();
      if (field.matches("[data-cell]")) onwards(field);
      else below(row);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const other = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
      if (other) { event.preventDefault(); reach(fields(other)[line.indexOf(field)]); }
    } else if (field.matches("[data-cell]") && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      reach(line[line.indexOf(field) + (event.key === "ArrowRight" ? 1 : -1)]);
    }
  });
  rows.forEach(add);
  count();
  all("[data-keys]").forEach((one) => { one.hidden = false; });
}

document.addEventListener("DOMContentLoaded", () => all("form[data-stack]").forEach(stacking));
