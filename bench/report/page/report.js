"use strict";
// Draws the charts of this page and gives its tables a CSV file. Without it the page still has every
// figure, in its tables.
(() => {
  const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3], [14, 4], [4, 2, 1, 2, 1, 2]];
  const shapes = ["circle", "rect", "triangle", "rectRot", "cross", "star"];
  const drawn = [];
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const styleHues = { intervals: 1, marks: 1, limits: 2 };
  const hueOf = (series, index) => "--series-" + (styleHues[series.style] ?? index % dashes.length + 1);
  const grouped = (value) => Number(value.toPrecision(6)).toLocaleString("en", { maximumSignificantDigits: 6 });
  const nines = (oneIn) => {
    const digits = Math.max(0, Math.ceil(Math.log10(oneIn)) + 1);
    return String(Number((100 - 100 / oneIn).toFixed(Math.min(digits, 12)))) + " %";
  };
  const isLogarithmic = (axis) => axis.scale === "logarithmic" || axis.scale === "nines";
  const shown = (axis, value) => {
    if (axis.scale === "categories") { return axis.categories[value] ?? ""; }
    if (axis.scale === "nines") { return nines(value); }
    return grouped(value) + (axis.unit ? " " + axis.unit : "");
  };

  // 1, 2 and 5 of each decade where there are few, else the decades alone.
  const roundTicks = (scale, steps) => {
    const ticks = [];
    for (let decade = Math.floor(Math.log10(scale.min)); decade <= Math.log10(scale.max); ++decade) {
      for (const step of steps) {
        const value = Number((step * 10 ** decade).toPrecision(12));
        if (value >= scale.min && value <= scale.max) { ticks.push({ value }); }
      }
    }
    return ticks;
  };

  const scaleOf = (axis, isY, fromData) => {
    const scale = {
      type: isLogarithmic(axis) ? "logarithmic" : "linear",
      title: { display: axis.title !== "", text: axis.title + (axis.unit ? " (" + axis.unit + ")" : "") },
      ticks: { callback: (value) => axis.scale === "nines" ? nines(value) : grouped(value), maxRotation: 0 },
      grid: {},
      beginAtZero: !fromData,
      suggestedMax: isY && !fromData ? 1 : undefined,
    };
    if (axis.scale === "categories") {
      Object.assign(scale, { min: -0.5, max: axis.categories.length - 0.5, reverse: isY });
      scale.afterBuildTicks = (built) => { built.ticks = axis.categories.map((_, value) => ({ value })); };
      scale.ticks = { autoSkip: false, callback: (value) => axis.categories[value] ?? "" };
    } else if (axis.scale === "nines") {
      scale.min = 1;
      scale.afterBuildTicks = (built) => { built.ticks = [{ value: 1 }, { value: 2 }, ...roundTicks(built, [1]).filter((tick) => tick.value > 1)]; };
      scale.ticks.autoSkip = false;
    } else if (axis.scale === "logarithmic") {
      scale.afterBuildTicks = (built) => {
        const decades = Math.log10(built.max / built.min);
        built.ticks = roundTicks(built, decades > 5 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 8]);
      };
    }
    return scale;
  };

  // A curve of many points is marked at some of them, each series at others.
  const markEvery = (index, count) => (context) => {
    const step = Math.max(1, Math.round(count / 9));
    return (context.dataIndex + Math.round(index * step / 4)) % step === 0 ? 4 : 0;
  };

  const pointsOf = (series, chart) => series.points.map(([x, y]) =>
    ({ x: isLogarithmic(chart.x) && x <= 0 ? null : x, y: isLogarithmic(chart.y) && y <= 0 ? null : y }));

  const datasetOf = (series, index, chart) => {
    const doubtful = new Set(chart.remarks.map((remark) => remark.x));
    const stroke = () => color(hueOf(series, index));
    const fill = (context) => color(doubtful.has(context.raw?.x) ? "--page" : hueOf(series, index));
    const base = {
      label: series.name, data: pointsOf(series, chart), borderColor: stroke, backgroundColor: fill,
      pointBackgroundColor: fill, pointBorderColor: stroke, pointBorderWidth: 1.5, borderWidth: 2,
      spanGaps: false, tension: 0,
    };
    if (series.style === "intervals") {
      const data = [];
      for (let i = 0; i + 1 < base.data.length; i += 2) { data.push(base.data[i], base.data[i + 1], { x: NaN, y: NaN }); }
      return { ...base, data, showLine: true, borderWidth: 3, pointStyle: "line", rotation: 90, pointRadius: 6, pointBorderWidth: 2.5 };
    }
    if (series.style === "limits") {
      return { ...base, showLine: false, pointStyle: "line", rotation: 90, pointRadius: 13, pointBorderWidth: 3 };
    }
    if (series.style === "marks") {
      return { ...base, showLine: false, order: -1, pointStyle: shapes[index], pointRadius: 6 };
    }
    return { ...base, showLine: true, borderDash: dashes[index % dashes.length], pointStyle: shapes[index % shapes.length],
      pointRadius: markEvery(index, base.data.length), pointHoverRadius: 6,
      segment: { borderWidth: (context) => context.p1.parsed.x > (series.few_calls_from ?? Infinity) ? 0.8 : 2 } };
  };

  // A line through the chart is data too, so that it is within the axes.
  const lineDatasets = (chart) => {
    const all = chart.series.flatMap((series) => series.points);
    const along = all.map((point) => point[0]);
    const ends = [Math.min(...along), Math.max(...along)];
    const upright = chart.y.scale === "categories";
    const span = upright ? [-0.5, chart.y.categories.length - 0.5] : ends;
    return chart.lines.map((line) => ({
      label: line.label, isLine: true, showLine: true, pointRadius: 0, pointHitRadius: 0, borderWidth: 1.5,
      borderDash: [3, 3], borderColor: () => color("--text"),
      data: span.map((at) => upright ? { x: line.value, y: at } : { x: at, y: line.value }),
    }));
  };

  const lineLabels = {
    id: "lineLabels",
    afterDatasetsDraw(chart, _, { source }) {
      const { ctx, chartArea, scales } = chart;
      ctx.save();
      ctx.fillStyle = color("--text");
      ctx.font = "12px " + Chart.defaults.font.family;
      for (const line of source.lines) {
        if (source.y.scale === "categories") {
          ctx.textAlign = "center";
          ctx.fillText(line.label, scales.x.getPixelForValue(line.value), chartArea.top - 5);
        } else {
          ctx.textAlign = "left";
          ctx.fillText(line.label, chartArea.left + 6, scales.y.getPixelForValue(line.value) - 5);
        }
      }
      ctx.restore();
    },
  };

  const svgOf = (index, series) => {
    const shape = {
      circle: '<circle cx="20" cy="8" r="4"/>', rect: '<rect x="16" y="4" width="8" height="8"/>',
      triangle: '<path d="M20 3l5 9h-10z"/>', rectRot: '<path d="M20 3l5 5-5 5-5-5z"/>',
      cross: '<path d="M20 3v10M15 8h10"/>', star: '<path d="M20 3v10M15 8h10M16.5 4.5l7 7M23.5 4.5l-7 7"/>',
    }[shapes[index % shapes.length]];
    const line = `<path d="M1 8h38" stroke-dasharray="${dashes[index % dashes.length].join(" ")}"/>`;
    const marks = {
      marks: shape, limits: '<path d="M20 0v16"/>', intervals: '<path d="M6 8h28M6 4v8M34 4v8"/>',
    }[series.style] ?? line + shape;
    return `<svg viewBox="0 0 40 16" aria-hidden="true" style="stroke:var(${hueOf(series, index)});fill:var(${hueOf(series, index)});stroke-width:2">${marks}</svg>`;
  };

  const addLegend = (chart, source, canvas) => {
    if (source.series.length < 2) { return; }
    const list = document.createElement("ul");
    list.className = "legend";
    list.setAttribute("aria-label", "Series; press one to hide or show it");
    source.series.forEach((series, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      button.innerHTML = svgOf(index, series);
      button.append(series.name);
      button.addEventListener("click", () => {
        const visible = !chart.isDatasetVisible(index);
        chart.setDatasetVisibility(index, visible);
        button.setAttribute("aria-pressed", String(visible));
        chart.update();
      });
      const item = document.createElement("li");
      item.append(button);
      list.append(item);
    });
    canvas.parentElement.after(list);
  };

  const tooltipOf = (source) => ({
    filter: (item) => !item.dataset.isLine && item.raw.y !== null,
    callbacks: {
      title: (items) => items.length === 0 ? "" : source.y.scale === "categories"
        ? shown(source.y, items[0].raw.y) : shown(source.x, items[0].raw.x),
      label: (item) => item.dataset.label + ": " + (source.y.scale === "categories"
        ? shown(source.x, item.raw.x) : shown(source.y, item.raw.y)),
    },
  });

  const paint = (chart) => {
    for (const scale of Object.values(chart.options.scales)) {
      scale.grid.color = scale.grid.borderColor = color("--grid");
      scale.ticks.color = color("--quiet");
      scale.title.color = color("--text");
    }
    chart.update("none");
  };

  const draw = (source, number) => {
    const canvas = document.getElementById("chart-" + number);
    if (source.y.scale === "categories") {
      canvas.parentElement.style.height = 7 + 2.6 * source.y.categories.length + "rem";
    } else if (source.x.scale === "categories") {
      canvas.parentElement.style.height = "15rem";
    }
    const chart = new Chart(canvas, {
      type: "scatter",
      data: { datasets: [...source.series.map((series, index) => datasetOf(series, index, source)), ...lineDatasets(source)] },
      options: {
        animation: false, responsive: true, maintainAspectRatio: false,
        devicePixelRatio: Math.max(2, window.devicePixelRatio),
        layout: { padding: { top: source.lines.length > 0 ? 18 : 6, right: 10 } },
        interaction: { mode: "nearest", axis: source.y.scale === "categories" ? "xy" : "x", intersect: false },
        scales: { x: scaleOf(source.x, false, source.y.scale === "categories"), y: scaleOf(source.y, true, isLogarithmic(source.y)) },
        plugins: { legend: { display: false }, tooltip: tooltipOf(source), lineLabels: { source } },
      },
      plugins: [lineLabels],
    });
    addLegend(chart, source, canvas);
    drawn.push(chart);
  };

  // RFC 4180; numbers with all their digits.
  const csvOf = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => {
    const text = cell.querySelector("data")?.value ?? cell.textContent.trim();
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  }).join(",")).join("\r\n") + "\r\n";

  const addDownload = (table) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "csv";
    button.textContent = "CSV";
    button.setAttribute("aria-label", "Download as CSV: " + table.caption.textContent);
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([csvOf(table)], { type: "text/csv" }));
      link.download = table.dataset.csv;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    table.parentElement.after(button);
  };

  Chart.defaults.font.family = getComputedStyle(document.documentElement).fontFamily;
  Chart.defaults.font.size = 12;
  JSON.parse(document.getElementById("charts").textContent).forEach((source, index) => draw(source, index + 1));
  document.querySelectorAll("table[data-csv]").forEach(addDownload);
  const repaint = () => drawn.forEach(paint);
  repaint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  // Paper is light, and as wide as a page; a picture for the screen would be squeezed.
  const paperWidth = 720;
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("paper");
    drawn.forEach((chart) => chart.resize(paperWidth, Math.min(chart.height, 270)));
    repaint();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("paper");
    drawn.forEach((chart) => chart.resize());
    repaint();
  });
})();
