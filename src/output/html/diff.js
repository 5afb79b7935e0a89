"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const search = document.getElementById("search");
  const statement = document.getElementById("statement");
  const weight = document.getElementById("weight");
  const nothing = document.getElementById("nothing");
  const count = document.getElementById("count");
  const help = document.getElementById("help");
  const chips = all(".chips button");
  const sections = all("section[data-class]");
  const items = all("[data-item]");

  // What of the page is shown: a row's class, statement and weight fit, and it has every word searched for.
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const off = new Set(chips.filter((chip) => chip.getAttribute("aria-pressed") === "false").map((chip) => chip.dataset.class));
    let shown = 0;
    for (const item of items) {
      const fits = !off.has(item.closest("section").dataset.class)
        && (!statement.value || item.dataset.statement === statement.value)
        && (!item.dataset.weight || Number(item.dataset.weight) >= Number(weight.value))
        && words.every((word) => item.dataset.words.includes(word));
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    for (const group of all("tbody")) {
      group.hidden = !group.querySelector("[data-item]:not([hidden])");
    }
    for (const section of sections) {
      section.hidden = !section.querySelector("[data-item]:not([hidden])");
    }
    nothing.hidden = shown > 0;
    count.textContent = shown === items.length ? `${shown} rows` : `${shown} of ${items.length} rows`;
  };

  // Sorts a table by a column: down, up, and back to the order of the statements.
  const sort = (header) => {
    const table = header.closest("table");
    const column = [...header.parentElement.children].indexOf(header);
    const next = { none: "descending", descending: "ascending", ascending: "none" }[header.getAttribute("aria-sort") || "none"];
    all("th[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
    const rows = all("tr[data-item]", table);
    if (next === "none") {
      table.classList.remove("sorted");
      rows.sort((one, two) => one.dataset.order - two.dataset.order);
      rows.forEach((row) => document.getElementById(row.dataset.group).append(row));
      filter();
      return;
    }
    header.setAttribute("aria-sort", next);
    table.classList.add("sorted");
    const sign = next === "ascending" ? 1 : -1;
    const key = (row) => row.children[column].dataset.value ?? row.children[column].textContent.trim();
    rows.sort((one, two) => {
      const [a, b] = [key(one), key(two)];
      const [x, y] = [a === "" ? NaN : Number(a), b === "" ? NaN : Number(b)];
      if (Number.isNaN(x) || Number.isNaN(y)) {
        if (Number.isNaN(x) && Number.isNaN(y)) return sign * a.localeCompare(b) || one.dataset.order - two.dataset.order;
        return Number.isNaN(x) ? 1 : -1;
      }
      return sign * (x - y) || one.dataset.order - two.dataset.order;
    });
    const last = table.tBodies[table.tBodies.length - 1];
    rows.forEach((row) => last.append(row));
    filter();
  };

  const theme = () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  };

  const move = (list, step) => {
    const shown = list.filter((item) => item.getClientRects().length > 0);
    const at = shown.findIndex((item) => item === document.activeElement || item.contains(document.activeElement));
    const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + step, 0), shown.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "center" });
  };

  const clear = () => {
    search.value = "";
    statement.value = "";
    weight.value = "0";
    chips.forEach((chip) => chip.setAttribute("aria-pressed", "true"));
    filter();
  };

  const keys = {
    "/": () => search.focus(),
    j: () => move(items, 1),
    k: () => move(items, -1),
    n: () => move(sections, 1),
    p: () => move(sections, -1),
    t: theme,
    "?": () => help.showModal(),
    Escape: clear,
  };

  const controls = document.querySelector(".controls");
  const below = () => document.documentElement.style.setProperty("--below", `${controls.offsetHeight}px`);
  addEventListener("resize", below);
  below();

  all("tr[data-item]").forEach((row, number) => { row.dataset.order = number; });
  search.addEventListener("input", filter);
  statement.addEventListener("change", filter);
  weight.addEventListener("change", filter);
  chips.forEach((chip) => chip.addEventListener("click", () => {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") === "false"));
    filter();
  }));
  all("thead th button").forEach((button) => button.addEventListener("click", () => sort(button.parentElement)));
  document.getElementById("theme").addEventListener("click", theme);
  document.getElementById("keys").addEventListener("click", () => help.showModal());
  document.getElementById("clear").addEventListener("click", clear);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const typing = event.target.matches("input, select, textarea");
    if (typing && event.key === "Escape") event.target.blur();
    if (typing && event.key !== "Escape") return;
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  filter();
})();
