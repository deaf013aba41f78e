"use strict";
// Looks at the page that it is put at the end of, and leaves what is wrong with it as a JSON array in
// #findings. The rules are those of WCAG 2.2 AA that a program can tell (contrast 1.4.3 and 1.4.11,
// names 4.1.2, headings and tables 1.3.1, order 2.4.3, size 2.5.8).
(() => {
  const findings = [];
  const where = (element) => {
    const text = (element.getAttribute("aria-label") || element.textContent || "").trim().slice(0, 40);
    return `${element.tagName.toLowerCase()}${element.id ? "#" + element.id : ""} "${text}"`;
  };
  const require = (holds, rule, element) => {
    if (!holds) { findings.push(rule + (element ? ": " + where(element) : "")); }
  };
  const all = (selector) => [...document.querySelectorAll(selector)];

  const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = channels(color).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const resolved = (color) => {
    const probe = document.createElement("i");
    probe.style.color = color;
    document.body.append(probe);
    const result = getComputedStyle(probe).color;
    probe.remove();
    return result;
  };
  const variable = (name) => resolved(getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  const backgrounds = (element) => {
    for (let one = element; one; one = one.parentElement) {
      if (one.classList.contains("bar")) { return [variable("--bar"), variable("--page")]; }
      const color = getComputedStyle(one).backgroundColor;
      if (color !== "rgba(0, 0, 0, 0)" && color !== "transparent") { return [color]; }
    }
    return ["rgb(255, 255, 255)"];
  };

  const checkTextContrast = () => {
    const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
    for (const element of all("body *:not(script):not(style)").filter(hasText)) {
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      for (const background of backgrounds(element)) {
        require(contrast(style.color, background) >= (large ? 3 : 4.5), "contrast too low", element);
      }
    }
  };

  const checkDocument = () => {
    require(document.documentElement.lang !== "", "no language");
    require(document.title.trim() !== "", "no title");
    require(all("main").length === 1, "not one main landmark");
    require(all("h1").length === 1, "not one h1");
    let level = 0;
    for (const heading of all("h1, h2, h3, h4, h5, h6")) {
      const own = Number(heading.tagName[1]);
      require(own <= level + 1, "a heading's level is skipped", heading);
      require(heading.textContent.trim() !== "", "an empty heading", heading);
      level = own;
    }
    const ids = all("[id]").map((element) => element.id);
    require(new Set(ids).size === ids.length, "an id is used twice");
    for (const element of all("[aria-labelledby]")) {
      require(document.getElementById(element.getAttribute("aria-labelledby")), "its label is absent", element);
    }
    for (const link of all("a[href^='#']")) {
      require(document.getElementById(link.hash.slice(1)), "a link to nowhere", link);
    }
    require(document.documentElement.scrollWidth <= window.innerWidth, "the page is wider than its window");
    require(performance.getEntriesByType("resource").length === 0, "something else was loaded");
  };

  const checkNames = () => {
    for (const picture of all("canvas, img, [role=img]")) {
      require((picture.getAttribute("aria-label") ?? picture.getAttribute("alt") ?? "").trim() !== "", "a picture has no text", picture);
    }
    for (const drawing of all("svg")) {
      require(drawing.getAttribute("aria-hidden") === "true" || drawing.hasAttribute("aria-label"), "a drawing has no text", drawing);
    }
    for (const control of all("button, a[href], summary")) {
      require((control.getAttribute("aria-label") ?? control.textContent).trim() !== "", "a control has no name", control);
    }
    for (const region of all("[role=region]")) {
      require((region.getAttribute("aria-label") ?? "") !== "", "a region has no name", region);
    }
  };

  const checkTables = () => {
    for (const table of all("table")) {
      require(table.caption && table.caption.textContent.trim() !== "", "a table has no caption", table);
      require(table.tHead && table.tHead.rows.length === 1, "a table has no head", table);
      const columns = table.tHead ? table.tHead.rows[0].cells.length : 0;
      for (const row of table.rows) {
        require(row.cells.length === columns, "a row is not as long as its head", row);
        require(row.querySelector("th"), "a row has no heading", row);
      }
      for (const heading of table.querySelectorAll("th")) {
        require(["col", "row"].includes(heading.scope), "a table's heading has no scope", heading);
      }
    }
  };

  const checkKeyboard = () => {
    require(all("[tabindex]").every((element) => element.tabIndex <= 0), "the order of focus is not that of the page");
    for (const region of all(".scroll")) {
      require(region.tabIndex === 0, "what scrolls cannot be focused", region);
    }
    for (const control of all("button, summary").filter((one) => one.getClientRects().length > 0)) {
      require(control.getBoundingClientRect().height >= 24, "a control is too small", control);
      control.focus();
      require(document.activeElement === control, "a control cannot be focused", control);
      require(getComputedStyle(control).visibility === "visible", "a control that is not seen", control);
    }
  };

  const checkCharts = () => {
    for (const canvas of all("canvas")) {
      const chart = Chart.getChart(canvas);
      if (!chart) {
        require(false, "a chart was not drawn", canvas);
        continue;
      }
      const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      const opaque = new Uint32Array(pixels.buffer);
      const inked = (color) => {
        const [red, green, blue] = channels(color);
        const wanted = (0xff000000 | blue << 16 | green << 8 | red) >>> 0;
        return opaque.reduce((count, pixel) => count + (pixel === wanted ? 1 : 0), 0);
      };
      const lines = chart.data.datasets.filter((dataset) => !dataset.isLine);
      for (const feature of ["borderDash", "pointStyle"]) {
        const looks = lines.filter((dataset) => dataset.borderDash).map((dataset) => String(dataset[feature]));
        require(new Set(looks).size === looks.length, "two series differ by colour alone", canvas);
      }
      for (const dataset of lines) {
        const ink = resolved(dataset.borderColor());
        require(contrast(ink, variable("--page")) >= 3, "a series is hardly seen", canvas);
        require(inked(ink) > 20, "a series is not drawn", canvas);
      }
      for (const scale of Object.values(chart.scales)) {
        const named = scale.options.title.display || scale.ticks.every((tick) => /[a-z]/.test(tick.label));
        require(named, "an axis does not say what it is", canvas);
      }
      require(canvas.closest("figure").querySelector("table"), "a chart has no table", canvas);
    }
  };

  const checkLegends = () => {
    for (const button of all(".legend button")) {
      button.click();
      require(button.getAttribute("aria-pressed") === "false", "a series was not hidden", button);
      button.click();
      require(button.getAttribute("aria-pressed") === "true", "a series did not come back", button);
    }
  };

  const checkDownloads = () => {
    const kept = { Blob: window.Blob, make: URL.createObjectURL, click: HTMLAnchorElement.prototype.click };
    let text = "";
    window.Blob = class { constructor(parts) { text = parts[0]; } };
    URL.createObjectURL = () => "#";
    HTMLAnchorElement.prototype.click = () => {};
    const tables = all("table");
    const buttons = all(".csv");
    require(buttons.length === tables.length, "a table has no CSV");
    buttons.forEach((button, index) => {
      text = "";
      button.click();
      const rows = tables[index].rows.length;
      require(text.split("\r\n").length === rows + 1, "the CSV has not the table's rows", tables[index]);
    });
    Object.assign(window, { Blob: kept.Blob });
    URL.createObjectURL = kept.make;
    HTMLAnchorElement.prototype.click = kept.click;
  };

  const report = (more) => {
    const place = document.createElement("pre");
    place.id = "findings";
    place.textContent = JSON.stringify({ findings, ...more });
    document.body.append(place);
  };

  // What is folded is a part of the page too.
  all("details").forEach((details) => { details.open = true; });
  checkDocument();
  checkNames();
  checkTables();
  checkKeyboard();
  checkTextContrast();
  if (typeof Chart !== "undefined") {
    checkCharts();
    checkLegends();
    checkDownloads();
  }
  report({
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    pageLuminance: luminance(getComputedStyle(document.documentElement).backgroundColor),
    charts: all("canvas").length,
    tables: all("table").length,
  });
})();
