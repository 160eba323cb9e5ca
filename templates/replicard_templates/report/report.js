// What makes the page handier: sorting and filtering tables, comparing images, copying text.
// Everything is there without it; it fetches nothing and keeps nothing.
(() => {
  "use strict";

  const NO_VALUE = null;
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const FEWEST_ROWS_TO_FILTER = 6;
  const SHOWN_AFTER_COPYING_MS = 2000;

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function labelled(text, control) {
    return element("label", {}, `${text} `, control);
  }

  // Numbers as the report writes them: 1,234, −0.5, 1.2 × 10⁻⁴.
  function valueOf(text) {
    const found = /^([-−]?[\d,]*\.?\d+)(?:\s*×\s*10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?/.exec(text.trim());
    if (!found) return NO_VALUE;
    const mantissa = Number(found[1].replace("−", "-").replaceAll(",", ""));
    const power = [...(found[2] ?? "")].map((sign) => (sign === "⁻" ? "-" : RAISED.indexOf(sign)));
    return mantissa * 10 ** Number(power.join("") || 0);
  }

  function keyOf(row, column) {
    const cell = row.cells[column];
    return cell.classList.contains("number") ? valueOf(cell.textContent) : cell.textContent.trim();
  }

  // What has no value stays at the end, whichever way the table is sorted.
  function compare(a, b, direction) {
    if (a === NO_VALUE || b === NO_VALUE) return (a === NO_VALUE) - (b === NO_VALUE);
    const order = typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
    return direction * order;
  }

  function sortBy(table, column, ascending) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      if (place === column) head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => [keyOf(row, column), row]);
    keyed.sort(([a], [b]) => compare(a, b, ascending ? 1 : -1));
    body.append(...keyed.map(([, row]) => row));
  }

  function makeSortable(table) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = element("button", { type: "button", className: "sort" }, ...head.childNodes);
      button.addEventListener("click", () => {
        sortBy(table, column, head.getAttribute("aria-sort") !== "ascending");
      });
      head.append(button);
    });
  }

  function makeFilterable(table) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length < FEWEST_ROWS_TO_FILTER) return;
    const input = element("input", { type: "search" });
    const count = element("output", {});
    const show = () => {
      const wanted = input.value.trim().toLowerCase();
      rows.forEach((row) => {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
      });
      const left = rows.filter((row) => !row.hidden).length;
      count.textContent = wanted ? `${left} of ${rows.length} rows` : `${rows.length} rows`;
    };
    input.addEventListener("input", show);
    show();
    const bar = element("p", { className: "filter tool" }, labelled("Filter rows", input), " ", count);
    table.closest(".scroll").before(bar);
  }

  // From a score to the scores of single images, the lowest first.
  function sortWhereLinksLead(link) {
    link.addEventListener("click", () => {
      const table = document.getElementById(link.hash.slice(1)).closest("table");
      sortBy(table, Number(link.dataset.column), true);
    });
  }

  function choice(names, chosen) {
    const options = names.map((name) => element("option", { value: name }, name));
    const select = element("select", {}, ...options);
    select.value = names.includes(chosen) ? chosen : names[0];
    return select;
  }

  function imagesOf(figure) {
    const images = new Map();
    for (const group of figure.querySelectorAll("[data-row]")) {
      const image = group.querySelector("image");
      const { row, shows } = group.dataset;
      if (!images.has(row)) images.set(row, new Map());
      images.get(row).set(shows, image.getAttribute("href"));
    }
    return images;
  }

  function addComparison(figure) {
    const images = imagesOf(figure);
    if (images.size === 0) return;
    const rows = [...images.keys()];
    const shown = [...images.get(rows[0]).keys()];
    if (shown.length < 2) return;
    const row = choice(rows, rows[0]);
    const left = choice(shown, "Input");
    const right = choice(shown, shown[shown.indexOf(left.value) + 1] ?? shown[0]);
    const way = choice(["slider", "opacity"], "slider");
    const range = element("input", { type: "range", min: 0, max: 100, value: 50 });
    const under = element("img", { alt: "" });
    const over = element("img", { alt: "" });
    const stage = element("div", { className: "stage" }, under, over);
    const show = () => {
      const here = images.get(row.value);
      under.src = here.get(right.value);
      over.src = here.get(left.value);
      under.alt = `${right.value} of the ${row.value} image`;
      over.alt = `${left.value} of the ${row.value} image`;
      const slides = way.value === "slider";
      over.style.clipPath = slides ? `inset(0 ${100 - range.value}% 0 0)` : "none";
      over.style.opacity = slides ? 1 : range.value / 100;
      range.setAttribute("aria-valuetext", `${range.value} % ${left.value}`);
    };
    const controls = element(
      "div",
      { className: "controls" },
      labelled("Image", row),
      labelled("Left or upper", left),
      labelled("Right or lower", right),
      labelled("By", way),
      labelled("Share", range),
    );
    controls.addEventListener("input", show);
    const title = element("summary", {}, "Compare two of these images");
    const box = element("details", { className: "compare tool" }, title, controls, stage);
    box.addEventListener("toggle", show, { once: true });
    figure.append(box);
  }

  function textOf(part) {
    const copy = part.cloneNode(true);
    copy.querySelectorAll(".tool, .trace, .trace-hint, h2").forEach((other) => other.remove());
    const blocks = [...copy.querySelectorAll("h3, h4, p, li")];
    return blocks
      .map((block) => (block.tagName === "LI" ? `${block.value}. ` : "") + block.textContent.trim())
      .map((text) => text.replace(/[ \n]+/g, " "))
      .join("\n\n");
  }

  async function put(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages that were opened from a folder may be refused the clipboard.
      const area = element("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  function addCopyButton(section, name) {
    const button = element("button", { type: "button", className: "copy tool" }, `Copy ${name}`);
    const said = element("span", { role: "status", className: "tool" });
    button.addEventListener("click", async () => {
      await put(textOf(section));
      said.textContent = " copied";
      setTimeout(() => {
        said.textContent = "";
      }, SHOWN_AFTER_COPYING_MS);
    });
    section.querySelector("h2").after(element("p", { className: "tool" }, button, said));
  }

  document.querySelectorAll("table.images").forEach((table) => {
    makeSortable(table);
    makeFilterable(table);
  });
  document.querySelectorAll("a[data-column]").forEach(sortWhereLinksLead);
  document.querySelectorAll("figure").forEach(addComparison);
  for (const [id, name] of [["methods", "methods text"], ["references", "references"]]) {
    const section = document.getElementById(id);
    if (section) addCopyButton(section, name);
  }
})();
