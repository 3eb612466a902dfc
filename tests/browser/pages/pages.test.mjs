// SPDX-License-Identifier: Apache-2.0
// What people do with the pages, in a real browser, by the network and on the appliance itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open, PASSWORD, startAppliance, startBrowser, visit } from "../support/appliance.mjs";

let appliance;
let browser;

before(async () => {
  [appliance, browser] = await Promise.all([startAppliance(), startBrowser()]);
});

after(async () => {
  await browser?.close();
  await appliance?.stop();
});

async function logIn(page, base = appliance.network) {
  await open(page, `${base}/login`, "#password");
  await page.fill("#password", PASSWORD);
  await page.click("button[type=submit]");
  await page.waitForURL(`${base}/`);
  await page.locator("#log-out").waitFor();
}

async function leave(page) {
  assert.deepEqual(page.troubles, []);
  await page.context().close();
}

test("a filter narrows the list, its page has an address, and older ones follow", async () => {
  const page = await visit(browser);
  await open(page, `${appliance.local}/records`, "#rows tr");
  const all = await page.locator("#total").textContent();
  await page.locator("label", { hasText: "✗ FAIL" }).click();
  await page.waitForURL(/verdict=FAIL/);
  await page.waitForFunction((before) => document.getElementById("total").textContent !== before, all);
  assert.deepEqual([...new Set(await page.locator("#rows td:nth-child(3)").allTextContents())], ["✗ FAIL"]);
  await page.selectOption("#cause", "no-target");
  await page.waitForURL(/cause=no-target/);
  await page.waitForFunction(() => [...document.querySelectorAll("#rows .why")].every((cell) => cell.textContent.startsWith("E301")));
  await page.locator("button", { hasText: "Clear" }).click();
  await page.waitForURL(`${appliance.local}/records`);
  await page.waitForFunction((before) => document.getElementById("total").textContent === before, all);
  const first = await page.locator("#rows a").first().textContent();
  await page.click("#older");
  await page.waitForURL(/before=/);
  await page.waitForFunction((before) => (document.querySelector("#rows a")?.textContent ?? before) !== before, first);
  assert.ok((await page.locator("#rows a").first().textContent()) < first);
  await leave(page);
});

test("a job's page tells stages, error with next action, and the raw record", async () => {
  const page = await visit(browser);
  await open(page, `${appliance.local}/records?verdict=FAIL&cause=verify-mismatch`, "#rows tr");
  await page.locator("#rows tr").first().locator("td").nth(3).click();
  await page.waitForURL(/records\/\d/);
  await page.locator("#record:not([hidden])").waitFor();
  assert.equal(await page.locator("#verdict").textContent(), "✗ FAIL");
  assert.match(await page.locator("#action").textContent(), /^Next: \w+/);
  assert.match(await page.locator("#error").textContent(), /E\d+ verify-mismatch.*0x0800_2410: 5a/);
  assert.equal(await page.locator("#stages tr.failed th").textContent(), "Verify");
  await page.locator("summary").click();
  assert.match(await page.locator("#raw").textContent(), /"verdict": "FAIL"/);
  await leave(page);
});

test("an export holds what the filter shows", async () => {
  const page = await visit(browser);
  await open(page, `${appliance.local}/records?verdict=INTERRUPTED`, "#rows tr");
  const shown = await page.locator("#rows a").allTextContents();
  const [csv] = await Promise.all([page.waitForEvent("download"), page.click("#csv")]);
  const lines = readFileSync(await csv.path(), "utf8").trim().split("\r\n");
  assert.match(lines[0], /^record,sequence,/);
  assert.deepEqual(lines.slice(1).map((line) => line.split(",")[0]).sort(), [...shown].sort());
  const [jsonl] = await Promise.all([page.waitForEvent("download"), page.click("#jsonl")]);
  const records = readFileSync(await jsonl.path(), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(records.map((record) => record.verdict), shown.map(() => "INTERRUPTED"));
  await leave(page);
});

test("the yield page draws what its tables say", async () => {
  const page = await visit(browser);
  await open(page, `${appliance.local}/yield`, "#projects-table tbody tr");
  const drawn = await page.evaluate(() => ["shifts", "causes", "times"].map((id) => {
    const canvas = document.getElementById(id);
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(new Uint32Array(pixels.buffer)).size;
  }));
  assert.ok(drawn.every((colours) => colours > 3), `colours drawn: ${drawn}`);
  const good = await page.locator("#projects-table td:nth-child(2)").allTextContents();
  const shifts = await page.locator("#shifts-table td:nth-child(2)").allTextContents();
  const sum = (texts) => texts.reduce((total, text) => total + Number(text.replaceAll("\u202f", "")), 0);
  assert.equal(sum(good), sum(shifts));
  await page.selectOption("#project", "Gate radio");
  await page.waitForFunction(() => document.querySelectorAll("#projects-table tbody tr").length === 1);
  await leave(page);
});

test("by the network a wrong password is refused, the right one lets in, log-out ends it", async () => {
  const page = await visit(browser);
  await open(page, `${appliance.network}/`, "#prog");
  await page.waitForFunction(() => document.getElementById("prog-word").textContent === "LOG IN");
  await page.click("#prog");
  await page.waitForURL(/\/login\?next=/);
  await page.fill("#password", "not the password");
  await page.click("button[type=submit]");
  await page.locator("#trouble", { hasText: "wrong" }).waitFor();
  await page.fill("#password", PASSWORD);
  await page.click("button[type=submit]");
  await page.waitForURL(`${appliance.network}/`);
  await page.click("#log-out");
  await page.locator("#log-in:not([hidden])").waitFor();
  await leave(page);
});

test("a change without the token of the log-in is refused", async () => {
  const page = await visit(browser);
  await logIn(page);
  const [without, forged] = await page.evaluate(async () => {
    const answers = [];
    for (const headers of [{ "X-Appliance": "page" }, { "X-Appliance": "page", "X-CSRF-Token": "0".repeat(64) }]) {
      answers.push((await (await fetch("/api/prog", { method: "POST", headers })).json()).code);
    }
    return answers;
  });
  assert.deepEqual([without, forged], ["csrf", "csrf"]);
  await leave(page);
});

test("a project is checked, kept and selected, then PROG programs it and the record appears on every page", async () => {
  const page = await visit(browser);
  await logIn(page);
  await open(page, `${appliance.network}/projects`, "#file");
  await page.setInputFiles("#file", join(appliance.home, "upload", "bad.zip"));
  await page.click("#check");
  await page.locator("#t-findings", { hasText: "mistakes" }).waitFor();
  assert.match(await page.locator("#problems").textContent(), /verfy.*verify/s);
  for (const name of ["good", "next"]) {
    await page.setInputFiles("#file", join(appliance.home, "upload", `${name}.zip`));
    await page.locator("button", { hasText: "Check and keep" }).click();
    await page.locator("#t-findings", { hasText: name === "good" ? "1.4 is good and kept" : "1.5 is good and kept" }).waitFor();
  }
  await page.locator("#list li", { hasText: "Door controller 1.4" }).locator("button", { hasText: "Select" }).click();
  await page.locator("#list li.active", { hasText: "Door controller 1.4" }).waitFor();
  await page.locator("#list li", { hasText: "Door controller 1.5" }).locator("button", { hasText: "Select" }).click();
  await page.locator("#list li.active", { hasText: "Door controller 1.5" }).waitFor();
  await page.locator("#list li.active").locator("button", { hasText: "Back to 1.4" }).click();
  await page.locator("#list li.active", { hasText: "Door controller 1.4" }).waitFor();

  const watcher = await visit(browser);
  await open(watcher, `${appliance.network}/records`, "#rows tr");
  const before = await watcher.locator("#rows a").first().textContent();
  await open(page, `${appliance.network}/`, "#prog");
  await page.waitForFunction(() => document.getElementById("prog-word").textContent === "PROG");
  await page.click("#prog");
  await page.waitForFunction(() => document.body.dataset.state === "pass");
  await watcher.waitForFunction((old) => (document.querySelector("#rows a")?.textContent ?? old) !== old, before);
  assert.equal(await watcher.locator("#badge").textContent(), "✓ PASS");
  await open(page, `${appliance.network}/service`, "#lines li");
  assert.match(await page.locator("#lines").textContent(), /PASS: readback/);
  await leave(watcher);
  await leave(page);
});

test("on the appliance itself PROG needs no log-in, and the keyboard is enough", async () => {
  const page = await visit(browser);
  await open(page, `${appliance.local}/`, "#prog");
  await page.waitForFunction(() => document.getElementById("prog").getAttribute("aria-disabled") === "false");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.body.dataset.state === "busy");
  await page.waitForFunction(() => ["pass", "fail"].includes(document.body.dataset.state));
  await leave(page);
});

test("guessing is slowed down", async () => {
  const page = await visit(browser);
  await open(page, `${appliance.local}/login`, "#password");
  for (let i = 0; i < 6; i++) {
    await page.fill("#password", `wrong guess ${i}`);
    await page.click("button[type=submit]");
    await page.locator("#trouble", { hasText: i < 5 ? "wrong" : "Wait" }).waitFor();
  }
  await leave(page);
});
