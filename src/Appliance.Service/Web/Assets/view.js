// SPDX-License-Identifier: Apache-2.0
// Puts a view on the page. Text is always set as text, never as markup: names come from project files.

const SIGNS = { pass: "✓", fail: "✗", busy: "", ready: "", starting: "", noProject: "!", cannotRecord: "✗", lost: "?" };
const byId = (id) => document.getElementById(id);

function setText(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** Rebuilds a list only when its content changed, so that nothing flickers and focus stays. */
function fill(id, items, build) {
  const parent = byId(id);
  const key = JSON.stringify(items);
  if (parent.dataset.key === key) return;
  parent.dataset.key = key;
  parent.replaceChildren(...items.flatMap(build));
}

export function duration(ms) {
  if (ms === null || ms === undefined) return "";
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10000 ? 2 : 1)} s`;
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

function stageText(stage) {
  if (stage.state === "running") return stage.fraction > 0 ? `${Math.floor(stage.fraction * 100)} %` : "…";
  if (stage.state === "done") return `✓ ${duration(stage.ms)}`;
  return { failed: "✗ failed", skipped: "not done", waiting: "–" }[stage.state];
}

function stage(item) {
  const done = make("i");
  done.style.width = item.state === "running" ? `${item.fraction * 100}%` : "0";
  return make("li", `stage ${item.state}`, make("b", "", capital(item.stage)), make("span", "", stageText(item)), done);
}

function factsOf(view) {
  if (view.error) {
    const { code, stage, cause, expected, actual, details, record } = view.error;
    return [["Error", `${code} ${cause}, in stage ${stage}`], ["Expected", expected], ["Seen", actual], ["Details", details], ["Record", record]];
  }
  if (view.proof) {
    const { method, bytes, crc32, uniqueId, targetMs, record } = view.proof;
    const proof = `${method}, ${bytes.toLocaleString("en")} bytes, CRC-32 ${crc32}`;
    return [["Proof", proof], ["Chip", uniqueId], ["Target time", duration(targetMs)], ["Record", record]];
  }
  return [];
}

/** "READY" needs no "Ready." below it. */
const saysMore = (view) => !view.message.toUpperCase().startsWith(view.word);

export function showView(view) {
  document.body.dataset.state = view.state;
  document.title = `${view.word} – Appliance`;
  byId("simulated").hidden = !view.simulated;
  setText("project", view.project ? `${view.project} ${view.revision}` : "none");
  setText("target", view.target || "–");
  setText("probe", view.probe || "–");
  setText("sign", SIGNS[view.state] ?? "");
  setText("word", view.word);
  setText("message", saysMore(view) ? view.message : "");
  setText("action", view.action);
  byId("prog").setAttribute("aria-disabled", String(!view.canPress));
  setText("prog-word", view.canPress ? "PROG" : "WAIT");
  const percent = Math.round(view.progress * 100);
  byId("bar").setAttribute("aria-valuenow", String(percent));
  byId("bar-fill").style.width = `${percent}%`;
  fill("stages", view.state === "ready" || view.state === "noProject" ? [] : view.stages, stage);
  fill("notes", view.notes, (note) => make("li", "", `⚠ ${note.text}`));
  fill("facts", factsOf(view).filter(([, text]) => text), ([name, text]) => [make("dt", "", name), make("dd", "", text)]);
}

export function showLost() {
  document.body.dataset.state = "lost";
  document.title = "No connection – Appliance";
  setText("sign", SIGNS.lost);
  setText("word", "NO CONNECTION");
  setText("message", "This page has lost the appliance.");
  setText("action", "Look at the lamps of the appliance. If they are dark, call the line engineer.");
  byId("prog").setAttribute("aria-disabled", "true");
  setText("prog-word", "WAIT");
  fill("stages", [], stage);
  fill("notes", [], stage);
  fill("facts", [], stage);
}

const two = (number) => String(number).padStart(2, "0");

/** Local time, year first; the day only when it is not today. */
function clock(text) {
  const time = new Date(text);
  const hours = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  if (time.toDateString() === new Date().toDateString()) return hours;
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${hours}`;
}

const VERDICTS = { PASS: "✓ PASS", FAIL: "✗ FAIL", INTERRUPTED: "✗ INTERRUPTED", RUNNING: "… RUNNING" };

function recordRow(record) {
  const verdict = make("td", record.verdict.toLowerCase(), VERDICTS[record.verdict] ?? record.verdict);
  if (record.simulated) verdict.append(make("small", "", "simulated"));
  const project = record.project ? `${record.project} ${record.revision}` : "–";
  const cause = record.code ? `${record.code} ${record.cause}` : record.cause;
  return make("tr", "", make("td", "", clock(record.startedUtc)), verdict, make("td", "", project), make("td", "id wide", record.uniqueId || "–"),
    make("td", "", cause || "–"), make("td", "number", record.verdict === "RUNNING" ? "…" : duration(record.milliseconds)));
}

export function showRecords(answer) {
  const records = answer.records ?? [];
  byId("records").hidden = records.length === 0;
  byId("records-empty").hidden = records.length > 0;
  setText("records-empty", answer.error ?? "No record yet.");
  fill("records-rows", records, recordRow);
}
