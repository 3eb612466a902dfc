// SPDX-License-Identifier: Apache-2.0
import { ask } from "/api.js";
import { byId, make } from "/dom.js";
import { capital, count, day, duration, time, verdict } from "/format.js";
import { barsOf } from "/timeline.js";

const id = location.pathname.split("/").pop();

function facts(list, pairs) {
  byId(list).replaceChildren(...pairs.filter(([, value]) => value !== null && value !== undefined && value !== "").flatMap(([name, value]) => [make("dt", "", name), make("dd", "", String(value))]));
}

function stageRow(bar) {
  const fill = make("i");
  fill.style.left = `${bar.left}%`;
  fill.style.width = `${bar.width}%`;
  const head = make("th", "", capital(bar.name));
  head.scope = "row";
  const rail = make("div", "rail", ...(bar.outcome === "skipped" ? [] : [fill]));
  rail.setAttribute("aria-hidden", "true");
  const ends = { done: "✓ done", failed: "✗ failed", skipped: "not done" };
  return make("tr", bar.outcome, head, make("td", "end", bar.note ? `${ends[bar.outcome]}: ${bar.note}` : ends[bar.outcome]), make("td", "track", rail),
    make("td", "number", bar.outcome === "skipped" ? "" : duration(bar.ms)));
}

function headline(record, cause) {
  if (record.verdict === "FAIL") return cause?.text ?? record.end.error.cause;
  if (record.verdict === "INTERRUPTED") return `The appliance went away in the middle: ${record.interruption?.reason ?? ""}. What the board holds is not known.`;
  if (record.verdict === "RUNNING") return "This job has not ended yet.";
  const proof = record.evidence[0];
  return proof ? `Programmed and proven: ${count(proof.bytes ?? 0)} bytes ${proof.class === "readback" ? "read back and compared" : proof.class}.` : "";
}

function show(record, causes) {
  const error = record.end?.error;
  const cause = causes.find((known) => known.code === error?.code);
  const started = new Date(record.startedUtc);
  const bad = record.verdict === "FAIL" || record.verdict === "INTERRUPTED";
  document.title = `${record.verdict} ${record.id} – Appliance`;
  byId("judged").classList.toggle("bad", bad);
  byId("verdict").textContent = verdict(record.verdict) + (record.start.simulated ? " (simulated)" : "");
  byId("what").textContent = headline(record, cause);
  const action = error?.action ?? (record.verdict === "INTERRUPTED" ? causes.find((known) => known.cause === "interrupted")?.action : null);
  byId("action").hidden = !action;
  byId("action").textContent = action ? `Next: ${action}` : "";
  byId("stages").replaceChildren(...barsOf(record.stages).map(stageRow));
  byId("no-proof").hidden = record.evidence.length > 0;
  facts("proof", record.evidence.flatMap((proof) => [["Covers", proof.what], ["Method", proof.class], ["Bytes", proof.bytes === null ? null : count(proof.bytes)], ["CRC-32", proof.crc32],
    ...proof.details.map((detail) => [detail.name, detail.value])]));
  byId("error-part").hidden = !error;
  if (error) facts("error", [["Code", `${error.code} ${error.cause}`], ["Stage", error.stage], ["Expected", error.expected], ["Seen", error.actual], ["Details", error.details]]);
  facts("facts", [
    ["Record", record.id], ["Serial", record.serial], ["Started", `${day(started)} ${time(started)}`], ["Duration", record.end ? duration(record.end.ms) : null],
    ["Project", record.start.project ? `${record.start.project.name} ${record.start.project.revision}` : "none"], ["Content", record.start.project?.hash.slice(0, 16)],
    ["Chip", record.target?.name], ["Unique ID", record.target?.uniqueId], ...(record.target?.ids ?? []).map((known) => [known.name, known.value]),
    ["Probe", record.probe?.name ?? record.start.probe], ["Connected", record.probe?.connect], ["Erase", record.plan ? `${record.plan.erase}: ${record.plan.eraseReason}` : null],
    ["Programmed", record.plan ? `${count(record.plan.bytesProgrammed)} of ${count(record.plan.bytesInImage)} bytes` : null],
    ["Chip's own time", record.plan ? duration(record.plan.expectedMs) : null], ["Pressed by", record.start.trigger], ["Appliance", `${record.start.appliance} ${record.start.software}`],
    ["Clock", record.clock],
  ]);
  byId("warnings-part").hidden = record.warnings.length === 0;
  byId("warnings").replaceChildren(...record.warnings.map((warning) => make("li", "", `${warning.code}: ${warning.text}`)));
  byId("log").href = `/service?record=${record.id}#log`;
  byId("raw").textContent = JSON.stringify(record, null, 2);
  byId("record").hidden = false;
}

async function load() {
  const [{ ok, body }, causes] = await Promise.all([ask(`/api/records/${encodeURIComponent(id)}`), ask("/api/causes")]);
  byId("missing").hidden = ok;
  byId("missing").textContent = ok ? "" : body.error;
  if (ok) show(body, causes.body.causes);
  return ok && body.verdict === "RUNNING";
}

if (await load()) document.addEventListener("appliance", load);
