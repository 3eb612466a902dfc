// SPDX-License-Identifier: Apache-2.0
import { ask } from "/api.js";
import { byId, link, make } from "/dom.js";
import { clock, count, duration, plural, verdict } from "/format.js";
import { addressOf, exportOf, filterOf, requestOf } from "/query.js";

const TAKE = 50;
const form = byId("filter");
const texts = new Map();

function shown() {
  return filterOf(new URLSearchParams(location.search));
}

function showForm(filter) {
  for (const element of form.elements) {
    if (element.type === "radio") element.checked = element.value === (filter.verdict ?? "");
    else if (element.name) element.value = filter[element.name] ?? "";
  }
  if (filter.serial || filter.uniqueId || filter.from || filter.until) byId("more").open = true;
}

function readForm() {
  return filterOf(new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim() !== "")));
}

function row(record) {
  const address = `/records/${record.id}`;
  const judged = make("td", record.verdict.toLowerCase(), verdict(record.verdict));
  if (record.simulated) judged.append(" ", make("small", "", "simulated"));
  const why = record.code ? `${record.code} ${texts.get(record.code) ?? record.cause}` : record.cause;
  const line = make("tr", "", make("td", "id", link(address, record.id)), make("td", "", clock(record.startedUtc)), judged,
    make("td", "", record.project ? `${record.project} ${record.revision}` : "–"), make("td", "id wide", record.serial), make("td", "id wide", record.uniqueId),
    make("td", "why", why), make("td", "number", record.verdict === "RUNNING" ? "…" : duration(record.milliseconds)));
  line.addEventListener("click", (event) => {
    if (!event.target.closest("a") && getSelection().isCollapsed) location.assign(address);
  });
  return line;
}

let asked = 0;

async function load() {
  const mine = ++asked;
  const filter = shown();
  const { ok, body } = await ask(requestOf(filter, TAKE));
  if (mine !== asked) return;
  const records = ok ? body.records : [];
  byId("rows").replaceChildren(...records.map(row));
  byId("table").hidden = records.length === 0;
  byId("empty").hidden = records.length > 0;
  byId("empty").textContent = ok ? (Object.keys(filter).length > 0 ? "No record matches." : "No record yet.") : body.error;
  byId("total").textContent = ok && body.total !== null ? plural(body.total, "record", "records") : "";
  byId("clear").hidden = Object.keys(filter).every((key) => key === "before");
  byId("newest").hidden = !filter.before;
  byId("newest").href = addressOf({ ...filter, before: undefined });
  byId("older").hidden = !ok || body.next === null;
  byId("older").href = addressOf({ ...filter, before: body.next });
  for (const format of ["csv", "jsonl"]) byId(format).href = exportOf(filter, format);
}

function go(filter) {
  history.pushState(null, "", addressOf(filter));
  load();
}

async function fillChoices() {
  const [causes, yields] = await Promise.all([ask("/api/causes"), ask(`/api/yield?from=${encodeURIComponent(new Date(Date.now() - 90 * 86400e3).toISOString())}`)]);
  for (const { code, cause, text } of causes.body.causes ?? []) {
    texts.set(code, text);
    byId("cause").append(option(cause, `${code} ${text}`));
  }
  for (const { project } of yields.body.projects ?? []) {
    if (project) byId("project").append(option(project, project));
  }
  const { project } = shown();
  if (project && ![...byId("project").options].some((known) => known.value === project)) byId("project").append(option(project, project));
}

function option(value, text) {
  const element = make("option", "", text);
  element.value = value;
  return element;
}

form.addEventListener("change", () => go(readForm()));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(readForm());
});
form.addEventListener("reset", () => go({}));
addEventListener("popstate", () => {
  showForm(shown());
  load();
});
document.addEventListener("appliance", () => {
  if (!shown().before) load();
});

await fillChoices();
showForm(shown());
await load();
