// SPDX-License-Identifier: Apache-2.0
// Numbers, times and words as people in a workshop read them. Pure.

const two = (number) => String(number).padStart(2, "0");

export function duration(ms) {
  if (ms === null || ms === undefined) return "";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 120000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60000)} min ${Math.round((ms % 60000) / 1000)} s`;
}

export function time(date) {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export function day(date) {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Local time, year first; the day only when it is not today. */
export function clock(text, now = new Date()) {
  const date = new Date(text);
  return date.toDateString() === now.toDateString() ? time(date) : `${day(date)} ${time(date)}`;
}

export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

const VERDICTS = { PASS: "✓ PASS", FAIL: "✗ FAIL", INTERRUPTED: "✗ INTERRUPTED", RUNNING: "… RUNNING" };

/** A sign beside the word: a verdict is never told by colour alone. */
export const verdict = (word) => VERDICTS[word] ?? word;

export function size(bytes) {
  if (bytes === null || bytes === undefined) return "";
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? `${value} bytes` : `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** Good boards of those that came to an end; null where none did. */
export function yieldOf({ pass, fail, interrupted }) {
  const all = pass + fail + interrupted;
  return all === 0 ? null : pass / all;
}

/** 100 % only when every board was good: 999 of 1000 must not look perfect. */
export function percent(part) {
  if (part === null || part === undefined) return "–";
  if (part === 1) return "100 %";
  return `${(Math.floor(part * 1000) / 10).toFixed(1)} %`;
}

export const count = (number) => number.toLocaleString("en").replaceAll(",", "\u202f");

export const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;
