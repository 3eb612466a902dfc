// SPDX-License-Identifier: Apache-2.0
// The first set-up in a browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, PASSWORD, startAppliance, startBrowser, visit } from "../support/appliance.mjs";

let appliance;
let browser;

before(async () => {
  [appliance, browser] = await Promise.all([startAppliance({ records: false, password: false }), startBrowser()]);
});

after(async () => {
  await browser?.close();
  await appliance?.stop();
});

test("until it is set up the network gets that page alone, and a wrong code is refused; on the appliance itself no code is asked for", async () => {
  const far = await visit(browser);
  for (const path of ["/", "/records", "/yield", "/projects", "/service"]) {
    await open(far, appliance.network + path, "#code");
    assert.equal(new URL(far.url()).pathname, "/setup");
  }
  await far.fill("#code", "BBBB-BBBB");
  await far.fill("#password", PASSWORD);
  await far.fill("#again", PASSWORD);
  await far.click("button[type=submit]");
  await far.locator("#trouble", { hasText: "code is wrong" }).waitFor();

  const near = await visit(browser);
  await open(near, `${appliance.local}/`, "#advice a");
  await near.click("#advice a");
  await near.waitForURL(/setup/);
  await near.locator("#code-part[hidden]").waitFor({ state: "attached" });
  await near.fill("#password", "short");
  await near.fill("#again", "short");
  await near.click("button[type=submit]");
  await near.locator("#trouble", { hasText: "at least 10" }).waitFor();
  await near.fill("#password", PASSWORD);
  await near.fill("#again", PASSWORD);
  await near.click("button[type=submit]");
  await near.waitForURL(`${appliance.local}/`);
  await near.locator("#log-out").waitFor();

  await open(far, `${appliance.network}/`, "#prog");
  assert.deepEqual([far.troubles, near.troubles], [[], []]);
});
