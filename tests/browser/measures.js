// What tests ask of a page. Lengths are pixels of the screen.
(() => {
  const SHAPES = "rect, circle, path, line, polygon, polyline, ellipse";
  const isShown = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});

  // Any CSS color as red, green, blue (0 to 255) and opacity (0 to 1).
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = "#000";
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, opacity] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, opacity / 255];
  };
  const over = ([red, green, blue, opacity], below) =>
    [red, green, blue].map((part, index) => part * opacity + below[index] * (1 - opacity));
  // As WCAG 2 defines it.
  const luminance = (color) => {
    const [red, green, blue] = color.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const paper = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const color = rgba(getComputedStyle(each).backgroundColor);
      layers.push(color);
      if (color[3] === 1) break;
    }
    const canvasColor = rgba("Canvas").slice(0, 3);
    return layers.reverse().reduce((below, color) => over(color, below), canvasColor);
  };
  const filled = (shape) => {
    const style = getComputedStyle(shape);
    if (style.fill === "none") return [0, 0, 0, 0];
    const [red, green, blue, opacity] = rgba(style.fill);
    return [red, green, blue, opacity * style.fillOpacity * style.opacity];
  };
  const covers = (shape, x, y) => {
    const point = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
    return shape.isPointInFill(point);
  };
  // Of letters, without the space of their line above and below.
  const inked = (text) => {
    const {left, right, top, bottom, height} = text.getBoundingClientRect();
    return {left, right, top: top + height * 0.2, bottom: bottom - height * 0.2};
  };
  const isOutside = (box, frame) =>
    box.left < frame.left - 1 || box.right > frame.right + 1
    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
  const cross = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;

  // The least contrast of a text to what lies below its begin, middle and end.
  const textContrast = (text, shapes, background) => {
    const box = inked(text);
    const y = (box.top + box.bottom) / 2;
    const style = getComputedStyle(text);
    let least = 21;
    for (const x of [box.left + 1, (box.left + box.right) / 2, box.right - 1]) {
      let below = background;
      for (const shape of shapes) {
        if (!covers(shape, x, y)) continue;
        const isAbove = text.compareDocumentPosition(shape) & Node.DOCUMENT_POSITION_FOLLOWING;
        const color = filled(shape);
        if (isAbove && color[3] > 0) return 0;
        if (!isAbove) below = over(color, below);
      }
      // Letters with a rim of their own.
      if (style.paintOrder.startsWith("stroke") && style.stroke !== "none" && parseFloat(style.strokeWidth) >= 2) {
        below = over(rgba(style.stroke), below);
      }
      const own = rgba(style.fill);
      own[3] *= style.fillOpacity * style.opacity;
      least = Math.min(least, contrast(over(own, below), below));
    }
    return least;
  };

  const chart = (svg) => {
    const frame = svg.getBoundingClientRect();
    const shapes = [...svg.querySelectorAll(SHAPES)].filter(isShown);
    const texts = [...svg.querySelectorAll("text")].filter((text) => isShown(text) && text.textContent.trim());
    const background = paper(svg);
    const boxes = texts.map(inked);
    const said = (text) => text.textContent.trim();
    const scale = frame.width / svg.viewBox.baseVal.width;
    const found = {
      figure: svg.closest("figure, section")?.id ?? "", name: svg.getAttribute("aria-label") ?? "",
      width: frame.width, height: frame.height, texts: texts.length,
      marks: shapes.filter((shape) => {
        const box = shape.getBoundingClientRect();
        const style = getComputedStyle(shape);
        const isPainted = style.fill !== "none" || style.stroke !== "none";
        return isPainted && box.width + box.height > 1;
      }).length,
      outside: [], overlapping: [], small: [], pale: [],
    };
    for (const shape of shapes) {
      if (isOutside(shape.getBoundingClientRect(), frame)) found.outside.push(shape.outerHTML.slice(0, 120));
    }
    texts.forEach((text, index) => {
      if (isOutside(boxes[index], frame)) found.outside.push(said(text));
      if (parseFloat(getComputedStyle(text).fontSize) * scale < 10) found.small.push(said(text));
      const ratio = textContrast(text, shapes, background);
      if (ratio < 4.5) found.pale.push(`${said(text)}: ${ratio.toFixed(2)}`);
      for (let other = index + 1; other < texts.length; other += 1) {
        if (cross(boxes[index], boxes[other])) found.overlapping.push(`${said(text)} | ${said(texts[other])}`);
      }
    });
    return found;
  };

  return {
    openAll() {
      for (const each of document.querySelectorAll("details")) each.open = true;
    },
    // All rows of a table are alike: five are enough to look at closely.
    shorten() {
      for (const row of document.querySelectorAll("tbody tr:nth-child(n + 6)")) row.remove();
    },
    // By figure, all its charts: whether each is shown, and the widths of their drawings.
    figures() {
      return [...document.querySelectorAll("figure[id]")].map((figure) => ({
        name: figure.id,
        charts: [...figure.querySelectorAll("svg[role=img]")].map((svg) => ({
          width: svg.viewBox.baseVal.width, isShown: isShown(svg) && svg.clientWidth > 0,
        })),
      }));
    },
    charts() {
      return [...document.querySelectorAll("main svg")].filter(isShown).map(chart);
    },
    // Texts outside of charts with too little contrast to what they stand on.
    pale() {
      const hasText = (each) => [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      return [...document.body.querySelectorAll("*:not(svg, svg *, script)")]
        .filter((each) => hasText(each) && isShown(each))
        .map((each) => [contrast(rgba(getComputedStyle(each).color).slice(0, 3), paper(each)), each])
        .filter(([ratio]) => ratio < 4.5)
        .map(([ratio, each]) => `${each.outerHTML.slice(0, 120)}: ${ratio.toFixed(2)}`);
    },
    // How far the page reaches beyond the screen, and what does.
    beyond() {
      const width = document.documentElement.clientWidth;
      const isScrolled = (element) => {
        for (let each = element.parentElement; each; each = each.parentElement) {
          if (getComputedStyle(each).overflowX !== "visible") return true;
        }
        return false;
      };
      return {
        pixels: document.documentElement.scrollWidth - width,
        elements: [...document.body.querySelectorAll("*:not(svg *)")]
          .filter((each) => isShown(each) && each.getBoundingClientRect().right > width + 1 && !isScrolled(each))
          .map((each) => each.outerHTML.slice(0, 120)),
      };
    },
    // Regions that scroll sideways but can't be reached by keyboard or have no name.
    deafRegions() {
      return [...document.body.querySelectorAll("*:not(svg *)")]
        .filter((each) => isShown(each) && each.scrollWidth > each.clientWidth + 1
          && ["auto", "scroll"].includes(getComputedStyle(each).overflowX))
        .filter((each) => each.tabIndex < 0 || !(each.getAttribute("aria-label") || each.getAttribute("aria-labelledby")))
        .map((each) => each.outerHTML.slice(0, 120));
    },
    // What moves though the reader wants stillness.
    moving() {
      const seconds = (text) => Math.max(...text.split(",").map(parseFloat));
      return [...document.querySelectorAll("*")].filter((each) => {
        const style = getComputedStyle(each);
        return (style.animationName !== "none" && seconds(style.animationDuration) > 0.01)
          || seconds(style.transitionDuration) > 0.01 || style.scrollBehavior === "smooth";
      }).map((each) => each.outerHTML.slice(0, 120));
    },
    // Chinese characters of the page that are drawn as one that no font has.
    withoutGlyph() {
      const letters = new Set(document.body.innerText.match(/[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]/g));
      const style = getComputedStyle(document.body);
      const drawn = (letter) => {
        canvas.canvas.width = canvas.canvas.height = 40;
        canvas.font = `24px ${style.fontFamily}`;
        canvas.fillText(letter, 4, 30);
        return canvas.canvas.toDataURL();
      };
      const box = drawn("\u{10fffe}");
      const blank = drawn("");
      return {
        letters: letters.size,
        missing: [...letters].filter((letter) => [box, blank].includes(drawn(letter)) && letter !== "\u3000"),
      };
    },
    // What has the focus, and whether one sees it.
    focused() {
      const element = document.activeElement;
      const {left, right, top, bottom} = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return {
        what: element.outerHTML.slice(0, 160),
        tag: element.tagName.toLowerCase(),
        isBody: element === document.body,
        isInSight: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && right - left > 1 && bottom - top > 1,
        isMarked: element.matches(":focus-visible")
          && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"),
        order: [...document.querySelectorAll("*")].indexOf(element),
      };
    },
    // All that the keyboard should reach, in the order of the page.
    focusable() {
      return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
        .filter((each) => isShown(each) && !each.disabled && each.tabIndex >= 0)
        .map((each) => ({what: each.outerHTML.slice(0, 160), order: [...document.querySelectorAll("*")].indexOf(each)}));
    },
    // Two marks in each chart, where it begins and where it ends, to be found on paper.
    markCharts() {
      const charts = [...document.querySelectorAll("main svg[role=img]")].filter(isShown);
      charts.forEach((svg, number) => {
        const {x, y, width, height} = svg.viewBox.baseVal;
        for (const [end, base] of [["A", y + 5], ["Z", y + height - 1]]) {
          const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
          text.setAttribute("x", x);
          text.setAttribute("y", base);
          text.setAttribute("style", "font: 4px monospace");
          text.textContent = `mark${number}${end}`;
          svg.append(text);
        }
      });
      return charts.map((svg) => svg.closest("figure, section").id);
    },
  };
})()
