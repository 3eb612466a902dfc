// SPDX-License-Identifier: Apache-2.0
import { ask, forgetSession, send } from "/api.js";
import { byId, fill, link, make } from "/dom.js";
import { clock, day, size } from "/format.js";

const SIGNS = { ok: "✓", warn: "!", fail: "✗" };

function facts(id, pairs) {
  byId(id).replaceChildren(...pairs.flatMap(([name, value, className]) => [make("dt", "", name), make("dd", className ?? "", value)]));
}

function showAppliance(view) {
  fill("troubles", view.troubles, (trouble) => make("li", "", `⚠ ${trouble}`));
  facts("parts", view.parts.map((part) => [part.name, part.where || "not fitted", part.where ? "" : "absent"]));
  byId("index").textContent = view.index;
  if (view.disk) {
    const used = Math.round(((view.disk.total - view.disk.free) / view.disk.total) * 100);
    byId("room").setAttribute("aria-valuenow", String(used));
    byId("room").classList.toggle("full", used >= view.disk.warnPercent);
    byId("room-fill").style.width = `${used}%`;
    byId("room-text").textContent = `${used} % used, ${size(view.disk.free)} left of ${size(view.disk.total)}`;
  } else {
    byId("room-text").textContent = "The disk does not answer.";
  }
  byId("no-net").hidden = view.network !== null;
  facts("net", [
    ["Appliance", `${view.name}, version ${view.software}`],
    ...(view.network ? [["Port", String(view.network.port)], ["Names", view.network.names.join(", ")], ["Until", day(new Date(view.network.until))], ["SHA-256", view.network.fingerprint, "id"]] : []),
  ]);
}

function check(item) {
  const sign = make("i", "", SIGNS[item.state]);
  const text = make("div", "", make("b", "", item.name), make("span", "soft", item.seen));
  if (item.action) text.append(make("span", "do", ` ${item.action}`));
  return make("li", item.state, sign, text);
}

async function showChecks() {
  const { ok, body } = await ask("/api/selfchecks");
  const checks = ok ? body.checks : [];
  byId("no-checks").hidden = checks.length > 0;
  fill("checks", checks, check);
}

function line({ time, level, record, text }) {
  const stamp = make("time", "", clock(time));
  stamp.dateTime = time;
  return make("li", level, stamp, record ? link(`/records/${record}`, record) : make("span", "", "–"), make("span", "text", level === "info" ? text : `${level}: ${text}`));
}

async function showLog() {
  const params = new URLSearchParams();
  if (byId("record").value.trim()) params.set("record", byId("record").value.trim());
  if (byId("trouble-only").checked) params.set("trouble", "true");
  const { ok, body } = await ask(`/api/log?${params}`);
  const lines = ok ? body.lines : [];
  byId("log-empty").hidden = lines.length > 0;
  fill("lines", lines, line);
}

async function load() {
  const { ok, body } = await ask("/api/appliance");
  if (ok) showAppliance(body);
  await Promise.all([showChecks(), showLog()]);
}

byId("log-form").addEventListener("input", showLog);
byId("log-form").addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("appliance", load);
byId("password-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = byId("password-told");
  if (byId("new").value !== byId("again").value) {
    told.textContent = "The two new passwords are not the same.";
    return;
  }
  const { ok, body } = await send("POST", "/api/password", { old: byId("old").value, password: byId("new").value });
  told.textContent = ok ? "The password is changed. Everybody else is logged out." : body.error;
  forgetSession();
  if (ok) byId("password-form").reset();
});

byId("record").value = new URLSearchParams(location.search).get("record") ?? "";
await load();
