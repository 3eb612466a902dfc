// SPDX-License-Identifier: Apache-2.0
import { ask, send } from "/api.js";
import { barName, histogram, pareto, shiftColumns, shiftName, shiftRows } from "/chartdata.js";
import { drawCauses, drawShifts, drawTimes } from "/charts.js";
import { byId, make } from "/dom.js";
import { count, duration, percent, plural, yieldOf } from "/format.js";

const form = byId("choice");
let shown = null;

function request() {
  const data = new FormData(form);
  const params = new URLSearchParams({ from: new Date(Date.now() - Number(data.get("days")) * 86400e3).toISOString() });
  if (data.get("project")) params.set("project", data.get("project"));
  if (!data.get("simulated")) params.set("simulated", "false");
  return `/api/yield?${params}`;
}

function table(id, head, rows) {
  const heads = head.map((name, i) => {
    const cell = make("th", i > 0 ? "number" : "", name);
    cell.scope = "col";
    return cell;
  });
  const lines = rows.map(([first, ...rest]) => {
    const cell = make("th", "", first);
    cell.scope = "row";
    return make("tr", "", cell, ...rest.map((value) => make("td", "number", typeof value === "number" ? count(value) : value)));
  });
  byId(id).replaceChildren(make("thead", "", make("tr", "", ...heads)), make("tbody", "", ...lines));
}

function showNumbers({ today, projects, times }) {
  const all = projects.reduce((sum, part) => ({ pass: sum.pass + part.pass, fail: sum.fail + part.fail, interrupted: sum.interrupted + part.interrupted }), { pass: 0, fail: 0, interrupted: 0 });
  byId("today").textContent = count(today.pass);
  byId("order").textContent = today.order > 0 ? `of ${count(today.order)}` : "";
  byId("order-bar").hidden = today.order === 0;
  const part = today.order > 0 ? Math.min(100, Math.floor((today.pass / today.order) * 100)) : 0;
  byId("order-bar").setAttribute("aria-valuenow", String(part));
  byId("order-fill").style.width = `${part}%`;
  const bad = [today.fail > 0 ? `${count(today.fail)} failed` : "", today.interrupted > 0 ? `${count(today.interrupted)} interrupted` : ""].filter(Boolean).join(", ");
  byId("today-bad").textContent = `${today.project || "All projects"}${bad ? `: ${bad}` : ""}`;
  if (document.activeElement !== byId("order-box")) byId("order-box").value = String(today.order);
  byId("yield").textContent = percent(yieldOf(all));
  byId("yield-of").textContent = `${plural(all.pass, "good board", "good boards")} of ${count(all.pass + all.fail + all.interrupted)}`;
  byId("cycle").textContent = times.meanMs === null ? "–" : duration(times.meanMs);
  byId("cycle-of").textContent = projects.length > 1 ? "choose a project to see what its chip alone needs" : times.floorMs === null ? "" : `the chip alone needs ${duration(times.floorMs)}`;
}

function draw({ edges, shifts, causes, times, projects }) {
  const columns = shiftColumns(edges, shifts);
  drawShifts("shifts", columns, columns.map((column) => shiftName(column.start)));
  table("shifts-table", ["Shift begins", "Good", "Failed", "Interrupted", "Yield"], shiftRows(columns));

  const ranked = pareto(causes);
  byId("causes").parentElement.hidden = ranked.length === 0;
  byId("no-causes").hidden = ranked.length > 0;
  if (ranked.length > 0) drawCauses("causes", ranked, ranked.map((cause, i) => (i === 0 ? count(cause.count) : `${count(cause.count)}  (together ${percent(cause.share)})`)));
  table("causes-table", ["Cause", "Boards", "Together"], ranked.map((cause) => [`${cause.code} ${cause.text ?? cause.cause}`, cause.count, percent(cause.share)]));

  const { bars, floor } = histogram(times);
  byId("times").parentElement.hidden = bars.length === 0;
  byId("no-times").hidden = bars.length > 0;
  // Chips of several projects need several times: one line would tell a wrong one.
  if (bars.length > 0) drawTimes("times", bars, bars.map(barName), projects.length === 1 ? floor : null, `chip alone ${duration(times.floorMs)}`);
  table("times-table", ["From", "Boards"], bars.filter((bar) => bar.count > 0).map((bar) => [`${duration(bar.from)} to ${duration(bar.until)}`, bar.count]));
  table("projects-table", ["Project", "Good", "Failed", "Interrupted", "Yield"], projects.map((part) => [part.project || "no project", part.pass, part.fail, part.interrupted, percent(yieldOf(part))]));
}

function offer(projects) {
  for (const { project } of projects) {
    if (!project || [...byId("project").options].some((known) => known.value === project)) continue;
    const element = make("option", "", project);
    element.value = project;
    byId("project").append(element);
  }
}

let asked = 0;

async function load() {
  const mine = ++asked;
  const { ok, body } = await ask(request());
  if (mine !== asked) return;
  byId("trouble").textContent = ok ? "" : body.error;
  if (!ok) return;
  shown = body;
  offer(body.projects);
  showNumbers(body);
  draw(body);
}

form.addEventListener("change", load);
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("appliance", load);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => shown && draw(shown));
byId("order-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { ok, body } = await send("POST", "/api/order", { boards: Number(byId("order-box").value) });
  byId("trouble").textContent = ok ? "" : body.error;
  if (ok) load();
});

// Where nothing but simulated boards is ever made, leaving them out shows an empty page.
byId("with-simulated").checked = (await ask("/api/panel")).body.simulated === true;
await load();
