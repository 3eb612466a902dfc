// SPDX-License-Identifier: Apache-2.0
// Puts a view of the panel on its page.
import { byId, fill, link, make, setText } from "/dom.js";
import { capital, clock, duration, verdict } from "/format.js";

const SIGNS = { pass: "✓", fail: "✗", busy: "", ready: "", starting: "", noProject: "!", cannotRecord: "✗", lost: "?" };

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

export function showView(view, mayPress) {
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
  setText("prog-word", view.canPress ? (mayPress ? "PROG" : "LOG IN") : "WAIT");
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

function recordRow(record) {
  const judged = make("td", record.verdict.toLowerCase(), verdict(record.verdict));
  if (record.simulated) judged.append(make("small", "", "simulated"));
  const project = record.project ? `${record.project} ${record.revision}` : "–";
  const cause = record.code ? `${record.code} ${record.cause}` : record.cause;
  return make("tr", "", make("td", "", link(`/records/${record.id}`, clock(record.startedUtc))), judged, make("td", "", project), make("td", "id wide", record.uniqueId || "–"),
    make("td", "", cause || "–"), make("td", "number", record.verdict === "RUNNING" ? "…" : duration(record.milliseconds)));
}

export function showRecords(answer) {
  const records = answer.records ?? [];
  byId("records").hidden = records.length === 0;
  byId("records-empty").hidden = records.length > 0;
  setText("records-empty", answer.error ?? "No record yet.");
  fill("records-rows", records, recordRow);
}
