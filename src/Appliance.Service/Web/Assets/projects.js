// SPDX-License-Identifier: Apache-2.0
import { ask, send, whoAmI } from "/api.js";
import { byId, make } from "/dom.js";
import { count } from "/format.js";

const SHOWN_ID = 12;
const who = await whoAmI();

function tell(error, done = "") {
  byId("trouble").textContent = error;
  byId("done").textContent = done;
}

function button(text, className, act) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function tools(project) {
  const all = make("div", "tools");
  if (project.active) all.append(make("span", "chip", "PROG replays this"));
  if (!who.loggedIn) return all;
  const name = `${project.name} ${project.revision}`;
  if (!project.active && project.problems.length === 0) all.append(button("Select", "primary", () => act("POST", `/api/projects/${project.id}/select`, `PROG replays ${name} from the next press on.`)));
  if (project.before) all.append(button(`Back to ${project.before.revision}`, "", () => act("POST", `/api/projects/${project.before.id}/select`, `PROG replays ${project.name} ${project.before.revision} again.`)));
  if (!project.active) {
    const remove = button("Remove", "danger", () => {
      if (remove.dataset.sure) act("DELETE", `/api/projects/${project.id}`, `${name} was removed.`);
      remove.dataset.sure = "yes";
      remove.textContent = "Sure? Touch again";
    });
    all.append(remove);
  }
  for (const element of all.querySelectorAll("button")) element.setAttribute("aria-description", name);
  return all;
}

function item(project) {
  const title = project.problems.length > 0 ? make("strong", "bad", "✗ Damaged project") : make("strong", "", `${project.name} ${project.revision}`);
  const about = project.problems.length > 0 ? make("span", "bad", project.problems[0]) : make("span", "about", `${project.target}, content ${project.id.slice(0, SHOWN_ID)}${project.provenBy ? `, proven by ${project.provenBy}` : ", not proven yet"}`);
  return make("li", project.active ? "active" : "", title, tools(project), about);
}

async function load() {
  const { ok, body } = await ask("/api/projects");
  if (!ok) return tell(body.error);
  byId("list").replaceChildren(...body.projects.map(item));
  byId("empty").hidden = body.projects.length > 0;
}

async function act(method, path, done) {
  const { ok, body } = await send(method, path);
  tell(ok ? "" : body.error, ok ? done : "");
  await load();
}

function problem({ file, line, column, message, suggestion }) {
  return make("tr", "", make("td", "id", line > 0 ? `${file}:${line}:${column}` : file), make("td", "", message), make("td", "id", suggestion ?? ""));
}

function showFindings({ check }, kept) {
  const plan = check.plan;
  byId("findings").hidden = false;
  byId("problems").hidden = check.problems.length === 0;
  byId("problem-rows").replaceChildren(...check.problems.map(problem));
  byId("t-findings").textContent = plan ? `✓ ${check.project} ${check.revision} is good${kept ? " and kept" : ""}` : `✗ ${check.problems.length} ${check.problems.length === 1 ? "mistake" : "mistakes"}, nothing was kept`;
  const facts = plan ? [["Target", plan.target], ["Erase", `${plan.erase}: ${plan.eraseReason}`], ["Program", `${count(plan.bytesProgrammed)} of ${count(plan.bytesInImage)} bytes`], ["Verify", plan.verify], ["Takes about", `${plan.expectedSeconds.toFixed(1)} s`]] : [];
  byId("plan").replaceChildren(...facts.flatMap(([name, text]) => [make("dt", "", name), make("dd", "", text)]));
  byId("t-findings").focus();
}

async function bring(path, kept) {
  const [file] = byId("file").files;
  if (!file) return tell("Choose a .zip first.");
  tell("", "Checking …");
  const { ok, body } = await send("POST", path, new Blob([file], { type: "application/zip" }));
  tell(ok || body.check ? "" : body.error, "");
  if (body.check) showFindings(body, kept);
  await load();
}

byId("upload").addEventListener("submit", (event) => {
  event.preventDefault();
  bring("/api/projects", true);
});
byId("check").addEventListener("click", () => bring("/api/projects/check", false));
await load();
