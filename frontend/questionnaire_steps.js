// One section at a time: what comes before the items, the sections, and a look back before saving.
const $ = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

export function stepping(form, sheet, goTo) {
  const steps = all("[data-step]", form);
  const part = $("[data-part]", form);
  const [back, next, save] = ["[data-back]", "[data-next]", "[data-save]"].map((one) => $(one, form));
  const review = $("[data-review]", form);
  const rows = (step) => all("[data-item]", step).filter((row) => !row.hidden);
  // A section whose items are all left out is passed over.
  const open = () => steps.filter((step) => !("section" in step.dataset) || rows(step).length);
  let here = steps[0];

  function count() {
    const around = open();
    const sections = around.filter((step) => "section" in step.dataset);
    const number = sections.indexOf(here) + 1;
    part.hidden = number === 0;
    const words = part.dataset.words.replace("[n]", number).replace("[all]", sections.length);
    if (number && part.textContent !== words) part.textContent = words;
    back.hidden = around.indexOf(here) <= 0;
    next.hidden = here === review;
    save.hidden = here !== review;
    if (here === review) look();
  }
  // Every section can be looked at again from here.
  function overview() {
    const sections = open().filter((step) => "section" in step.dataset);
    $("[data-overview]", review).replaceChildren(...sections.map((step) => {
      const wanted = rows(step).filter(sheet.isWanted);
      const line = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link text-left";
      button.textContent = $("h3", step).textContent;
      button.addEventListener("click", () => enter(step));
      const told = document.createElement("span");
      told.className = "meta";
      told.textContent = ` ${wanted.filter(sheet.isAnswered).length}/${wanted.length}`;
      line.append(button, told);
      return line;
    }));
  }
  function look() {
    overview();
    const list = $("[data-still-open] ul", review);
    const missing = all("[data-item]", form).filter((row) => !row.hidden && sheet.isOpen(row));
    list.replaceChildren(...missing.map((row) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.className = "link font-semibold";
      link.href = `#${sheet.entry(row).id}`;
      link.textContent = row.dataset.caption;
      line.append(link);
      return line;
    }));
    $("[data-still-open]", review).hidden = missing.length === 0;
    $("[data-nothing-open]", review).hidden = missing.length > 0;
  }
  function show(step) {
    here = step;
    steps.forEach((one) => { one.hidden = one !== step; });
    count();
  }
  function enter(step) {
    show(step);
    window.scrollTo(0, 0);
    const own = rows(step);
    if (step === review) save.focus({ preventScroll: true });
    else if (own.length) goTo(own.find(sheet.isOpen) || own[0], { preventScroll: true });
    else next.focus({ preventScroll: true });
  }
  function go(by) {
    const around = open();
    const to = around[around.indexOf(here) + by];
    if (to) enter(to);
  }
  const stepOf = (element) => steps.find((step) => step.contains(element));
  function reveal(link) {
    const target = document.getElementById(link.hash.slice(1));
    const step = target && stepOf(target);
    if (step) show(step);
    return step ? target : null;
  }

  next.addEventListener("click", () => go(1));
  back.addEventListener("click", () => go(-1));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#id_']");
    const target = link && reveal(link);
    if (target) { event.preventDefault(); target.focus(); target.scrollIntoView({ block: "center" }); }
  });

  return {
    count,
    go,
    shows: (row) => here.contains(row),
    lead: (undecided) => (undecided || next).focus(),
    // A form that was begun opens where it was left, a new one with what comes before the items.
    begin(undecided, missing) {
      const begun = all("[data-item]", form).some((row) => !row.hidden && (sheet.isAnswered(row) || sheet.isSkipped(row)));
      const amending = !("draft" in form.dataset); // why it is amended comes first
      if (undecided || !begun || amending) { show(steps[0]); (undecided || next).focus({ preventScroll: true }); return; }
      enter(missing ? stepOf(missing) : review);
    },
    beginWith(link) {
      show(steps[0]);
      if (link) reveal(link);
    },
  };
}
