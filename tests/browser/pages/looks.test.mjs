// SPDX-License-Identifier: Apache-2.0
// How each page looks, light and dark, on a desk, on the appliance's own 800 x 480 and on a phone; and that everybody can use it (axe-core).
// Pictures go to artifacts/pages.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { open, PASSWORD, startAppliance, startBrowser, visit } from "../support/appliance.mjs";

const PICTURES = fileURLToPath(new URL("../../../artifacts/pages/", import.meta.url));
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SCREENS = { desk: { width: 1280, height: 800 }, box: { width: 800, height: 480 }, phone: { width: 390, height: 844 } };
const PAGES = {
  panel: ["/", "#prog[aria-disabled=false]"], records: ["/records", "#rows tr"], yield: ["/yield", "#projects-table tbody tr"], projects: ["/projects", "#list li"],
  service: ["/service", "#lines li"], record: [null, "#record:not([hidden])"], login: ["/login", "#password"],
};

let appliance;
let browser;
let state;
let failed;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [appliance, browser] = await Promise.all([startAppliance(), startBrowser()]);
  const page = await visit(browser);
  await open(page, `${appliance.local}/login`, "#password");
  await page.fill("#password", PASSWORD);
  await page.click("button[type=submit]");
  await page.locator("#log-out").waitFor();
  await open(page, `${appliance.local}/projects`, "#file");
  await page.setInputFiles("#file", `${appliance.home}/upload/good.zip`);
  await page.locator("button", { hasText: "Check and keep" }).click();
  await page.locator("#list button", { hasText: "Select" }).click();
  await page.locator("#list li.active").waitFor();
  failed = await page.evaluate(async () => (await (await fetch("/api/records?verdict=FAIL&cause=verify-mismatch&take=1")).json()).records[0].id);
  state = await page.context().storageState();
  await page.context().close();
});

after(async () => {
  await browser?.close();
  await appliance?.stop();
});

for (const [name, [path, ready]] of Object.entries(PAGES)) {
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    for (const colorScheme of ["light", "dark"]) {
      test(`${name} on a ${screen}, ${colorScheme}: a picture, no serious fault for anybody, nothing cut off at the side`, async () => {
        const page = await visit(browser, { viewport, colorScheme, storageState: name === "login" ? undefined : state, bypassCSP: true });
        await open(page, appliance.local + (path ?? `/records/${failed}`), ready);
        await page.screenshot({ path: `${PICTURES}${name}-${screen}-${colorScheme}.png`, fullPage: screen !== "box" });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `the page is ${wide} pixels wider than the screen`);
        await page.addScriptTag({ path: AXE });
        const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
        const serious = violations.filter((fault) => ["serious", "critical"].includes(fault.impact)).map((fault) => `${fault.id}: ${fault.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
        assert.deepEqual(serious, []);
        assert.deepEqual(page.troubles, []);
        await page.context().close();
      });
    }
  }
}
