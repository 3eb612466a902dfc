// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

const { histogram, niceStep, pareto, shiftColumns } = await import("/chartdata.js");
const { barsOf } = await import("/timeline.js");

const edges = ["2026-11-20T05:00:00Z", "2026-11-20T13:00:00Z", "2026-11-20T21:00:00Z", "2026-11-21T05:00:00Z", "2026-11-21T13:00:00Z"];

test("projects of one shift are added up, and an idle shift between busy ones stays", () => {
  const columns = shiftColumns(edges, [
    { start: "2026-11-20T13:00:00+00:00", pass: 9, fail: 1, interrupted: 0 },
    { start: "2026-11-20T13:00:00+00:00", pass: 10, fail: 0, interrupted: 0 },
    { start: "2026-11-21T05:00:00+00:00", pass: 4, fail: 0, interrupted: 0 },
  ]);
  assert.deepEqual(columns.map(({ pass, fail, yield: part }) => [pass, fail, part]), [[19, 1, 0.95], [0, 0, null], [4, 0, 1]]);
});

test("no boards, no columns", () => assert.deepEqual(shiftColumns(edges, []), []));

test("causes are ranked and the tail is added up", () => {
  const causes = Array.from({ length: 12 }, (_, i) => ({ code: `E${i}`, cause: `c${i}`, text: "", count: i + 1 }));
  const ranked = pareto(causes, 5);
  assert.deepEqual(ranked.map((cause) => [cause.code, cause.count]), [["E11", 12], ["E10", 11], ["E9", 10], ["E8", 9], ["", 36]]);
  assert.equal(ranked.at(-1).share, 1);
  assert.deepEqual(pareto([]), []);
});

test("a histogram keeps every board and shows the chip's own time left of the bars", () => {
  const buckets = Array.from({ length: 60 }, (_, i) => ({ from: 3000 + i * 70, until: 3070 + i * 70, count: i }));
  const { bars, floor } = histogram({ buckets, floorMs: 2500 });
  assert.equal(bars.reduce((sum, bar) => sum + bar.count, 0), 1770);
  assert.ok(bars.length <= 26, `${bars.length} bars`);
  assert.ok(floor >= 0 && floor < (3000 - bars[0].from) / (bars[0].until - bars[0].from));
  assert.ok(bars.every((bar, i) => i === 0 || bar.from === bars[i - 1].until));
});

test("one time only still makes a bar", () => {
  const { bars, floor } = histogram({ buckets: [{ from: 1000, until: 1022, count: 7 }], floorMs: null });
  assert.equal(bars.reduce((sum, bar) => sum + bar.count, 0), 7);
  assert.equal(floor, null);
});

test("steps are 1, 2, 5, 10 and so on", () => assert.deepEqual([0.2, 1, 1.1, 3, 7, 70, 130].map(niceStep), [1, 1, 2, 5, 10, 100, 200]));

test("stages stand on the time line of their job and never beyond it", () => {
  const bars = barsOf([{ name: "a", outcome: "done", startMs: 0, ms: 25 }, { name: "b", outcome: "failed", startMs: 25, ms: 75, note: "n" }, { name: "c", outcome: "skipped", startMs: 100, ms: 0 }]);
  assert.deepEqual(bars.map(({ left, width }) => [left, width]), [[0, 25], [25, 75], [100, 0]]);
  assert.deepEqual(barsOf([]), []);
});
