// Parts of a report as one SVG: its own elements and styles, so that it is light or dark as it is.
({figures, leads, cards, width}) => {
  const make = (name, className, ...children) => {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  };
  const copy = (element) => {
    const made = element.cloneNode(true);
    // What only a page has: links, what is for screen readers, the other width of a chart.
    made.querySelectorAll(".anchor, .hidden, .tools, .more, title, desc, details, .notes").forEach((each) => each.remove());
    made.querySelectorAll("[data-value], [tabindex]").forEach((each) => {
      delete each.dataset.value;
      each.removeAttribute("tabindex");
    });
    made.querySelectorAll("a").forEach((link) => {
      const plain = make("div", "link", ...link.childNodes);
      link.replaceWith(plain);
    });
    for (const each of [made, ...made.querySelectorAll("*")]) {
      for (const name of ["id", "role", "aria-labelledby", "aria-label", "aria-hidden"]) each.removeAttribute(name);
    }
    return made;
  };

  const summary = copy(document.getElementById("summary"));
  summary.querySelectorAll(".leads").forEach((topic) => [...topic.children].slice(leads).forEach((each) => each.remove()));
  const numbers = copy(document.querySelector(".cards"));
  [...numbers.children].slice(cards).forEach((each) => each.remove());
  const plates = figures.map((name) => {
    const plate = copy(document.querySelector(`#${name} .plate`));
    plate.querySelectorAll(".wide-chart").forEach((each) => each.remove());
    plate.querySelectorAll(".narrow-chart").forEach((each) => { each.removeAttribute("class"); each.classList.add("chart"); });
    return plate;
  });
  const whole = make("div", "picture", copy(document.querySelector("header")), summary, numbers, make("div", "plates", ...plates));

  // The text of each rule, and what stands before its braces: a browser would write some in another way.
  const split = (text) => {
    const found = [];
    let depth = 0;
    let begin = 0;
    let open = 0;
    [...text].forEach((letter, place) => {
      if (letter === "{" && (depth += 1) === 1) open = place;
      if (letter === "}" && (depth -= 1) === 0) {
        found.push({head: text.slice(begin, open).trim(), body: text.slice(open + 1, place)});
        begin = place + 1;
      }
    });
    return found;
  };
  const isUsed = (selector) => /^(:root|body|html|:lang)/.test(selector) || whole.querySelector(selector) !== null;
  // The rules that hold here, whatever the width of the reader's screen; print and motion are no matter.
  const rules = (text) => split(text).flatMap(({head, body}) => {
    if (/print|reduced-motion|forced-colors|:hover|:focus/.test(head)) return [];
    if (head.startsWith("@media")) {
      const inner = rules(body).join("");
      if (/width/.test(head)) return matchMedia(head.slice(6)).matches ? [inner] : [];
      return inner ? [`${head}{${inner}}`] : [];
    }
    const selectors = head.replace(/::(before|after)/g, "").split(/,(?![^(]*\))/);
    return selectors.some((each) => isUsed(each.trim() || "*")) ? [`${head}{${body}}`] : [];
  });
  const own = `
    .picture { width: ${width}px; padding: 0 40px 32px; background: var(--paper); }
    .picture header, .picture #summary { max-width: none; padding-inline: 0; }
    .picture header { padding-block: 2rem .75rem; }
    .picture h1 { font-size: 2.5rem; }
    .summary { border-top: 3px solid var(--ink); padding-top: 1rem; }
    .summary h2 { margin: 0 0 .5rem; font-size: 1.5rem; }
    .leads .link { padding-block: .35rem; line-height: 1.5; }
    .picture .cards { grid-template-columns: repeat(4, 1fr); gap: 1.25rem 2rem; margin-top: 1.5rem; }
    .picture .cards .value { font-size: 1.75rem; }
    .plates { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem 2.5rem; margin-top: 1.5rem; border-top: 3px solid var(--ink); padding-top: 1.5rem; }
    .plates .sentence { font-size: 1.125rem; min-height: 4.2em; margin-bottom: .75rem; }
    .plates svg { width: 100%; height: auto; }
  `;
  summary.className = "summary";
  const sheet = document.querySelector("style").textContent.replace(/\/\*.*?\*\//gs, "");
  const style = (rules(sheet).join("") + own).replace(/\s+/g, " ");

  // Its height is known once it stands in a page of that width.
  const language = document.documentElement.lang;
  const body = make("body", "");
  body.lang = language;
  body.append(whole);
  document.documentElement.replaceChild(body, document.body);
  document.head.append(make("style", "", style));
  const height = Math.ceil(whole.getBoundingClientRect().height);
  const html = new XMLSerializer().serializeToString(body);
  const escaped = style.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<svg xmlns="http://www.w3.org/2000/svg" xml:lang="${language}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`
    + `<style>${escaped}</style><foreignObject width="${width}" height="${height}">${html}</foreignObject></svg>\n`;
}
