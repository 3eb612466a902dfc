// SPDX-License-Identifier: Apache-2.0
import { forgetSession, send } from "/api.js";
import { byId } from "/dom.js";
import { ownPage } from "/next.js";

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("trouble").textContent = "";
  const button = byId("form").querySelector("button");
  button.disabled = true;
  const answer = await send("POST", "/api/login", { password: byId("password").value });
  button.disabled = false;
  if (answer.ok) {
    forgetSession();
    location.assign(ownPage(new URLSearchParams(location.search).get("next")));
    return;
  }
  byId("trouble").textContent = answer.body.error;
  byId("password").value = "";
  byId("password").focus();
});
