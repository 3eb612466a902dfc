// SPDX-License-Identifier: Apache-2.0
// The self checks of the last start: closed while all is well, open when one failed.
import { ask } from "/api.js";

const SIGNS = { ok: "✓", warn: "⚠", fail: "✗" };
const SUMS = { ok: "Self checks: all well", warn: "Self checks: something to know", fail: "Self checks: something does not work" };

function item(check) {
  const line = document.createElement("li");
  line.className = check.state;
  const name = document.createElement("b");
  name.textContent = `${SIGNS[check.state]} ${check.name}`;
  const action = document.createElement("em");
  action.textContent = check.action;
  line.append(name, ` ${check.seen} `, action);
  return line;
}

export async function loadChecks() {
  const box = document.getElementById("checks");
  try {
    const { ok, body } = await ask("/api/selfchecks");
    box.hidden = !ok || body.checks.length === 0;
    if (box.hidden) return;
    if (box.dataset.worst !== body.worst) box.open = body.worst === "fail";
    box.dataset.worst = body.worst;
    box.querySelector("summary").textContent = SUMS[body.worst];
    box.querySelector("ul").replaceChildren(...body.checks.map(item));
  } catch {
    box.hidden = true;
  }
}
