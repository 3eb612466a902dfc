// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

const { clock, count, duration, percent, plural, size, verdict, yieldOf } = await import("/format.js");

test("a duration has three figures that matter", () => {
  assert.deepEqual([null, 0, 999, 1000, 9990, 12345, 119999, 125000].map(duration), ["", "0 ms", "999 ms", "1.00 s", "9.99 s", "12.3 s", "120.0 s", "2 min 5 s"]);
});

test("a day is named only when it is not today", () => {
  const now = new Date(2026, 10, 21, 7, 0, 0);
  assert.equal(clock(new Date(2026, 10, 21, 6, 5, 4).toISOString(), now), "06:05:04");
  assert.equal(clock(new Date(2026, 10, 20, 23, 59, 59).toISOString(), now), "2026-11-20 23:59:59");
});

test("a verdict is told by a sign and a word", () => {
  assert.deepEqual(["PASS", "FAIL", "INTERRUPTED", "RUNNING", "?"].map(verdict), ["✓ PASS", "✗ FAIL", "✗ INTERRUPTED", "… RUNNING", "?"]);
});

test("a yield below one is never rounded up to it", () => {
  assert.equal(yieldOf({ pass: 0, fail: 0, interrupted: 0 }), null);
  assert.deepEqual([null, 0, 0.5, 0.9999, 1].map(percent), ["–", "0.0 %", "50.0 %", "99.9 %", "100 %"]);
  assert.equal(percent(yieldOf({ pass: 3, fail: 0, interrupted: 1 })), "75.0 %");
});

test("sizes and counts are short", () => {
  assert.deepEqual([512, 2048, 15 << 20, 7 * 2 ** 30].map(size), ["512 bytes", "2.0 KiB", "15 MiB", "7.0 GiB"]);
  assert.equal(count(1234567), "1\u202f234\u202f567");
  assert.deepEqual([plural(1, "record", "records"), plural(2, "record", "records")], ["1 record", "2 records"]);
});
