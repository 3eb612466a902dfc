// SPDX-License-Identifier: Apache-2.0
// From the appliance's sums to what charts and their tables show. Pure.
import { day, duration, percent, yieldOf } from "/format.js";

const two = (number) => String(number).padStart(2, "0");

/** One column for each shift that has boards or lies between such; projects are added up. */
export function shiftColumns(edges, shifts) {
  const columns = edges.slice(0, -1).map((start) => ({ start, pass: 0, fail: 0, interrupted: 0 }));
  const at = new Map(columns.map((column) => [Date.parse(column.start), column]));
  for (const { start, pass, fail, interrupted } of shifts) {
    const column = at.get(Date.parse(start));
    if (!column) continue;
    column.pass += pass;
    column.fail += fail;
    column.interrupted += interrupted;
  }
  const busy = columns.map((column) => column.pass + column.fail + column.interrupted > 0);
  const first = busy.indexOf(true);
  return first < 0 ? [] : columns.slice(first, busy.lastIndexOf(true) + 1).map((column) => ({ ...column, yield: yieldOf(column) }));
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** When a shift began, in two lines: "06:00", "Tue 17". */
export function shiftName(start) {
  const date = new Date(start);
  return [`${two(date.getHours())}:${two(date.getMinutes())}`, `${WEEKDAYS[date.getDay()]} ${date.getDate()}`];
}

/** Causes, most frequent first, with the share that each and those before it make up; a long tail is added up. */
export function pareto(causes, most = 8) {
  const all = causes.reduce((sum, cause) => sum + cause.count, 0);
  const sorted = [...causes].sort((a, b) => b.count - a.count);
  const head = sorted.length > most ? sorted.slice(0, most - 1) : sorted;
  const tail = sorted.slice(head.length);
  if (tail.length > 0) head.push({ code: "", cause: "others", text: `${tail.length} other causes`, count: tail.reduce((sum, cause) => sum + cause.count, 0) });
  let sum = 0;
  return head.map((cause) => ({ ...cause, share: (sum += cause.count) / all }));
}

/** Bars of equal width over the times; from the appliance's fine buckets, which are put together so that there are at most so many. */
export function histogram({ buckets, floorMs }, most = 24) {
  if (buckets.length === 0) return { bars: [], floor: null };
  const first = Math.min(buckets[0].from, floorMs ?? Infinity);
  const last = buckets[buckets.length - 1].until;
  const width = niceStep((last - first) / most);
  const from = Math.floor(first / width) * width;
  const bars = Array.from({ length: Math.max(1, Math.ceil((last - from) / width)) }, (_, i) => ({ from: from + i * width, until: from + (i + 1) * width, count: 0 }));
  for (const bucket of buckets) {
    const middle = (bucket.from + bucket.until) / 2;
    bars[Math.min(bars.length - 1, Math.floor((middle - from) / width))].count += bucket.count;
  }
  return { bars, floor: floorMs === null || floorMs === undefined ? null : (floorMs - from) / width };
}

/** The next of 1, 2, 5, 10 and so on. */
export function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least);
}

export const barName = (bar) => duration(bar.from);

export const shiftRows = (columns) => columns.map((column) => {
  const date = new Date(column.start);
  return [`${day(date)} ${two(date.getHours())}:${two(date.getMinutes())}`, column.pass, column.fail, column.interrupted, percent(column.yield)];
});
