// SPDX-License-Identifier: Apache-2.0
// An appliance with nine days of records, as a process of its own, and a browser that looks at it.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const PASSWORD = "correct horse battery";
export const PATIENCE = 60_000;

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const BIN = join(ROOT, "artifacts", process.env.PackageSet ?? "core", "bin");
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

function run(program, args, input) {
  const ended = spawnSync("dotnet", [join(BIN, program), ...args], { input, encoding: "utf8", timeout: PATIENCE });
  if (ended.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${ended.stderr || ended.error}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts an appliance: { local, network, home, stop }. */
export async function startAppliance({ records = true, password = true } = {}) {
  const home = mkdtempSync(join(tmpdir(), "appliance-browser-"));
  const tls = await freePort();
  writeFileSync(join(home, "appliance.yaml"), `name: Line 3\norder: 60\nweb: {listen: 127.0.0.1, tls-port: ${tls}}\n`);
  if (records) run("Appliance.Browser.Seed/release/Appliance.Browser.Seed.dll", [home]);
  if (password) run("Appliance.Service/release/appliance.dll", ["password", "--home", home], `${PASSWORD}\n`);
  const service = spawn("dotnet", [join(BIN, "Appliance.Service/release/appliance.dll"), "serve", "--probe", "sim:stm32f103cb", "--port", "0", "--home", home], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => service.once("exit", resolve));
  let errors = "";
  service.stderr.on("data", (text) => (errors += text));
  const local = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not ready in time: ${errors}`)), PATIENCE);
    service.once("exit", () => reject(new Error(`it ended: ${errors}`)));
    createInterface({ input: service.stdout }).on("line", (line) => {
      if (!line.startsWith("ready: ")) return;
      clearTimeout(late);
      resolve(line.slice("ready: ".length).replace(/\/$/, ""));
    });
  });
  return {
    local, home, network: `https://127.0.0.1:${tls}`,
    async stop() {
      service.kill("SIGTERM");
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Debian's Chromium, with a profile of its own that is removed with it. */
export async function startBrowser() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  return browser;
}

/** A new visitor; nothing but our own pages is ever asked for, and no script of theirs fails. */
export async function visit(browser, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, reducedMotion: "reduce", viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.troubles = [];
  page.on("pageerror", (error) => page.troubles.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (4\d\d|503)/.test(message.text())) page.troubles.push(message.text());
  });
  return page;
}

/** A page that has finished loading what it shows; the panel's stream never ends, so the network is never idle. */
export async function open(page, address, ready) {
  await page.goto(address);
  await page.locator(ready).first().waitFor();
}
