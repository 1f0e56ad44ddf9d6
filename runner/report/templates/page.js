"use strict";
// What the page can do without: tables that sort, are searched and begin short; the contents follow.
(() => {
  const words = document.body.dataset;
  const language = document.documentElement.lang;
  const FEW = 12;
  const collator = new Intl.Collator(language, { numeric: true });
  const count = new Intl.NumberFormat(language);

  const say = (template, values) =>
    template.replace(/\{(\w+)\}/g, (_, name) => count.format(values[name]));

  const element = (name, traits, ...children) => {
    const made = Object.assign(document.createElement(name), traits);
    made.append(...children);
    return made;
  };

  const valueOf = (cell) => cell.dataset.value ?? cell.textContent;

  // What is not known stands last, whichever way the others are sorted.
  const compare = (a, b, isNumber, sign) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    return sign * (isNumber ? a - b : collator.compare(a, b));
  };

  const enhance = (table) => {
    const region = table.parentElement;
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const original = [...body.rows];
    const texts = new Map(original.map((row) => [row, row.textContent.toLocaleLowerCase()]));
    let rows = original;
    let needle = "";
    let isWhole = original.length <= FEW + 3;

    const status = element("span", {});
    status.setAttribute("role", "status");
    const more = element("button", { type: "button", className: "more" });

    const show = () => {
      const found = rows.filter((row) => texts.get(row).includes(needle));
      const shown = new Set(isWhole ? found : found.slice(0, FEW));
      rows.forEach((row) => { row.hidden = !shown.has(row); });
      const told = (some) => say(words.found, { shown: some, all: rows.length });
      status.textContent = needle && told(found.length);
      // For paper, where there is no button that says so.
      if (shown.size < rows.length) region.dataset.shown = told(shown.size);
      else delete region.dataset.shown;
      more.hidden = found.length <= FEW;
      more.textContent = say(isWhole ? words.showFewer : words.showAll, { all: found.length });
      more.setAttribute("aria-expanded", isWhole);
    };

    const sort = (index) => {
      const head = heads[index];
      const isNumber = head.classList.contains("number");
      const before = head.getAttribute("aria-sort");
      const first = isNumber ? "descending" : "ascending";
      const other = isNumber ? "ascending" : "descending";
      const way = before === first ? other : first;
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", way);
      const sign = way === "ascending" ? 1 : -1;
      const value = new Map(original.map((row) => [row, valueOf(row.cells[index])]));
      rows = [...original].sort((a, b) => compare(value.get(a), value.get(b), isNumber, sign));
      body.append(...rows);
      show();
    };

    if (original.length > 2) {
      heads.forEach((head, index) => {
        const button = element("button", { type: "button" }, ...head.childNodes);
        button.addEventListener("click", () => sort(index));
        head.append(button);
      });
    }
    if (!isWhole) {
      const input = element("input", { type: "search", autocomplete: "off" });
      input.addEventListener("input", () => {
        needle = input.value.trim().toLocaleLowerCase();
        show();
      });
      region.before(
        element("p", { className: "tools" }, element("label", {}, words.search, input), status),
      );
      more.addEventListener("click", () => {
        isWhole = !isWhole;
        show();
      });
      region.after(more);
      show();
    }
  };

  const openAll = () => {
    const all = [...document.querySelectorAll("details")];
    if (!all.length) return;
    const button = element("button", { type: "button", className: "all" });
    const name = () => {
      const isOpen = all.every((each) => each.open);
      button.textContent = isOpen ? words.closeAll : words.openAll;
      return isOpen;
    };
    button.addEventListener("click", () => {
      const isOpen = name();
      all.forEach((each) => { each.open = !isOpen; });
    });
    all.forEach((each) => each.addEventListener("toggle", name));
    name();
    document.querySelector("nav").append(button);
  };

  const follow = () => {
    const links = new Map(
      [...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]),
    );
    const watcher = new IntersectionObserver((entries) => {
      entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
        links.forEach((link, id) => link.classList.toggle("current", id === entry.target.id));
      });
    }, { rootMargin: "-15% 0px -75% 0px" });
    document.querySelectorAll("figure, .missing").forEach((each) => watcher.observe(each));
  };

  document.querySelectorAll("figure table").forEach(enhance);
  openAll();
  follow();
})();
