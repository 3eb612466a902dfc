// SPDX-License-Identifier: Apache-2.0
import { send, whoAmI } from "/api.js";
import { byId } from "/dom.js";

const trouble = (text, field) => {
  byId("trouble").textContent = text;
  if (text) byId(field).focus();
};

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  trouble("");
  const password = byId("password").value;
  if (password !== byId("again").value) {
    trouble("The two passwords are not the same.", "again");
    return;
  }
  const button = byId("form").querySelector("button");
  button.disabled = true;
  const answer = await send("POST", "/api/setup", { code: byId("code").value, password });
  button.disabled = false;
  if (answer.ok) location.assign("/");
  else trouble(answer.body.error, answer.body.code === "bad-password" ? "password" : "code");
});

const who = await whoAmI();
byId("code-part").hidden = who.local;
byId("no-display").hidden = who.local;
if (who.setUp) location.replace("/login");
else byId(who.local ? "password" : "code").focus();
