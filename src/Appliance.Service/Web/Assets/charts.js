// SPDX-License-Identifier: Apache-2.0
// Draws with Chart.js (bundled as /chart.js, global "Chart"). Colours come from the style sheet, so that charts are light and dark as the page is.

const drawn = new Map();

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function base() {
  const [ink, soft, line] = [colour("ink"), colour("soft"), colour("line")];
  const font = { size: 14, family: getComputedStyle(document.body).fontFamily };
  return {
    responsive: true, maintainAspectRatio: false, animation: false,
    plugins: { legend: { display: false, labels: { color: ink, font, boxWidth: 16 } }, tooltip: { titleFont: font, bodyFont: font } },
    scale: (extra = {}) => ({ grid: { color: line, drawTicks: false }, border: { display: false }, ...extra, ticks: { color: soft, font, precision: 0, ...extra.ticks }, ...(extra.title ? { title: { display: true, text: extra.title, color: soft, font } } : {}) }),
  };
}

/** Diagonal lines: what must be told apart without colour. */
function hatched(fill) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.fillStyle = fill;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = colour("card");
  pen.lineWidth = 2;
  pen.beginPath();
  for (const x of [-8, 0, 8]) {
    pen.moveTo(x, 8);
    pen.lineTo(x + 8, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}

function draw(id, config) {
  drawn.get(id)?.destroy();
  drawn.set(id, new Chart(document.getElementById(id), config));
}

export function drawShifts(id, columns, names) {
  const { scale, ...options } = base();
  draw(id, {
    type: "bar",
    data: {
      labels: names,
      datasets: [
        { label: "Good", data: columns.map((column) => column.pass), backgroundColor: colour("good") },
        { label: "Failed", data: columns.map((column) => column.fail), backgroundColor: hatched(colour("bad")) },
        { label: "Interrupted", data: columns.map((column) => column.interrupted), backgroundColor: colour("cut") },
      ],
    },
    options: {
      ...options, plugins: { ...options.plugins, legend: { ...options.plugins.legend, display: true, position: "top", align: "end" } },
      scales: { x: scale({ stacked: true, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 10 } }), y: scale({ stacked: true, beginAtZero: true }) },
    },
  });
}

/** Words at the end of each lying bar. */
const endWords = (words) => ({
  id: "words",
  afterDatasetsDraw(chart) {
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.font = `600 14px ${getComputedStyle(document.body).fontFamily}`;
    ctx.textBaseline = "middle";
    chart.getDatasetMeta(0).data.forEach((bar, i) => {
      const fits = bar.x + 8 + ctx.measureText(words[i]).width <= chartArea.right + 8;
      ctx.textAlign = fits ? "left" : "right";
      ctx.fillStyle = fits ? colour("ink") : colour("card");
      ctx.fillText(words[i], bar.x + (fits ? 8 : -8), bar.y);
    });
    ctx.restore();
  },
});

/** Text in lines of at most so many letters. */
function lines(text, most) {
  const all = [""];
  for (const word of text.split(" ")) {
    if (all[all.length - 1] && `${all[all.length - 1]} ${word}`.length > most) all.push(word);
    else all[all.length - 1] = `${all[all.length - 1]} ${word}`.trim();
  }
  return all;
}

/** Lying bars, the most frequent cause on top, with what it and those above it make up together. */
export function drawCauses(id, causes, words) {
  const { scale, ...options } = base();
  document.getElementById(id).parentElement.style.height = `${Math.max(160, causes.length * 72)}px`;
  const most = document.getElementById(id).parentElement.clientWidth < 420 ? 20 : 28;
  draw(id, {
    type: "bar",
    data: { labels: causes.map((cause) => lines(`${cause.code} ${cause.text ?? cause.cause}`.trim(), most)), datasets: [{ label: "Boards", data: causes.map((cause) => cause.count), backgroundColor: colour("bad"), maxBarThickness: 34 }] },
    options: { ...options, indexAxis: "y", scales: { x: scale({ beginAtZero: true, display: false }), y: scale({ grid: { display: false }, ticks: { color: colour("ink"), autoSkip: false } }) } },
    plugins: [endWords(words)],
  });
}

/** The chip's own time as a line across the bars. */
const floorLine = (at, text) => ({
  id: "floor",
  afterDatasetsDraw({ ctx, chartArea, scales }) {
    const step = scales.x.getPixelForValue(1) - scales.x.getPixelForValue(0) || chartArea.width;
    const x = scales.x.getPixelForValue(0) + (at - 0.5) * step;
    ctx.save();
    ctx.strokeStyle = colour("ink");
    ctx.lineWidth = 2;
    ctx.setLineDash([6, 4]);
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.fillStyle = colour("ink");
    ctx.font = `600 14px ${getComputedStyle(document.body).fontFamily}`;
    const right = x + 6 + ctx.measureText(text).width > chartArea.right;
    ctx.textAlign = right ? "right" : "left";
    ctx.fillText(text, x + (right ? -6 : 6), chartArea.top - 7);
    ctx.restore();
  },
});

export function drawTimes(id, bars, names, floor, floorText) {
  const { scale, ...options } = base();
  draw(id, {
    type: "bar",
    data: { labels: names, datasets: [{ label: "Boards", data: bars.map((bar) => bar.count), backgroundColor: colour("good"), categoryPercentage: 1, barPercentage: 0.94 }] },
    options: { ...options, layout: { padding: { top: 20 } }, scales: { x: scale({ grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 14 } }), y: scale({ beginAtZero: true }) } },
    plugins: floor === null ? [] : [floorLine(floor, floorText)],
  });
}
