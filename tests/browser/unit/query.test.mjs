// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

const { addressOf, exportOf, filterOf, requestOf, timesOf } = await import("/query.js");
const { ownPage } = await import("/next.js");

test("a filter goes into an address and comes back", () => {
  const filter = { verdict: "FAIL", project: "Door & gate", before: "17" };
  assert.deepEqual(filterOf(new URL(addressOf(filter), "http://x").searchParams), filter);
  assert.equal(addressOf({}), "/records");
  assert.deepEqual(filterOf(new URLSearchParams("verdict=&foo=1&serial=%20A1%20")), { serial: "A1" });
});

test("the last day is included, to its end", () => {
  const { from, until } = timesOf({ from: "2026-11-20", until: "2026-11-20" });
  assert.equal(Date.parse(until) - Date.parse(from), 86400e3);
  assert.deepEqual(timesOf({}), { from: undefined, until: undefined });
  assert.deepEqual(timesOf({ from: "nonsense" }), { from: undefined, until: undefined });
});

test("an export is of the whole filter, not of one page", () => {
  assert.equal(exportOf({ verdict: "PASS", before: "17" }, "csv"), "/api/export?verdict=PASS&format=csv");
  assert.match(requestOf({ before: "17" }, 50), /before=17&take=50&count=1$/);
});

test("log-in leads back to our own pages and nowhere else", () => {
  for (const page of ["/", "/records", "/records/00001-00002", "/records?verdict=FAIL", "/service?record=1-2"]) assert.equal(ownPage(page), page);
  for (const foreign of [null, "", "//evil.example", "https://evil.example", "/\\evil.example", "/api/logout", "javascript:alert(1)", "/records#x"]) assert.equal(ownPage(foreign), "/");
});
