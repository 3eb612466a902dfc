// SPDX-License-Identifier: Apache-2.0
// What all pages share: where we are, who we are, and what the appliance does while we look elsewhere.
import { forgetSession, send, whoAmI } from "/api.js";
import { byId, link } from "/dom.js";

const page = document.body.dataset.page;
const SIGNS = { pass: "✓", fail: "✗", cannotRecord: "✗", noProject: "!" };

for (const item of document.querySelectorAll("nav a")) {
  if (item.dataset.for === page || (page === "record" && item.dataset.for === "records")) item.setAttribute("aria-current", "page");
}

/** Where log-in shall lead back to: only ever a page of our own. */
export function logInAddress() {
  return `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
}

function advise(...content) {
  byId("advice").replaceChildren(...content);
  byId("advice").hidden = false;
}

async function showWho() {
  const who = await whoAmI(true);
  byId("log-in").hidden = who.loggedIn || !who.setUp || page === "login";
  byId("log-in").href = logInAddress();
  byId("log-out").hidden = !who.loggedIn;
  document.body.classList.toggle("engineer", who.loggedIn);
  if (page === "setup" || page === "login") return;
  if (!who.setUp) advise("The appliance has no engineer's password yet. ", link("/setup", "Set it up"));
  else if (who.damaged) advise("The engineer's password cannot be read. On the console of the appliance: appliance password");
}

byId("log-out").addEventListener("click", async () => {
  await send("POST", "/api/logout");
  forgetSession();
  location.reload();
});

/** On other pages than the panel a badge tells what the panel shows, and pages may follow each verdict. */
function follow() {
  let shown = null;
  const source = new EventSource("/api/panel/events");
  source.addEventListener("panel", (event) => {
    const view = JSON.parse(event.data);
    const badge = byId("badge");
    badge.hidden = false;
    badge.dataset.state = view.state;
    badge.textContent = `${SIGNS[view.state] ?? ""} ${view.word}`.trim();
    byId("simulated").hidden = !view.simulated;
    if (shown !== null && shown !== view.entry) document.dispatchEvent(new CustomEvent("appliance", { detail: view }));
    shown = view.entry;
  });
  source.addEventListener("error", () => {
    byId("badge").dataset.state = "lost";
    byId("badge").textContent = "? NO CONNECTION";
    byId("badge").hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, 1000);
  });
}

await showWho();
if (page !== "panel" && page !== "login" && page !== "setup") follow();
