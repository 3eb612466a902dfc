// SPDX-License-Identifier: Apache-2.0
// Plays the table's patterns on the page: the same arithmetic as the panel's driver, on the browser's monotonic clock.

const NAMES = ["busy", "pass", "fail"];

export function levelAt(pattern, age) {
  const length = pattern.milliseconds.reduce((sum, step) => sum + step, 0);
  if (length === 0) return pattern.steady;
  if (!pattern.repeats && age >= length) return false;
  let left = age % length;
  let step = 0;
  while (left >= pattern.milliseconds[step]) left -= pattern.milliseconds[step++];
  return step % 2 === 0;
}

function untilNext(pattern, age) {
  const length = pattern.milliseconds.reduce((sum, step) => sum + step, 0);
  if (length === 0 || (!pattern.repeats && age >= length)) return Infinity;
  let left = age % length;
  let step = 0;
  while (left >= pattern.milliseconds[step]) left -= pattern.milliseconds[step++];
  return pattern.milliseconds[step] - left;
}

let playing = null;
let timer = 0;

function play() {
  const age = performance.now() - playing.since;
  const wanted = NAMES.map((name) => levelAt(playing.lamps[name], age));
  // Off before on, as on the panel.
  for (const on of [false, true]) {
    NAMES.forEach((name, i) => {
      if (wanted[i] === on) document.getElementById(`lamp-${name}`).classList.toggle("lit", on);
    });
  }
  const next = Math.min(...NAMES.map((name) => untilNext(playing.lamps[name], age)));
  if (next < Infinity) timer = setTimeout(play, next);
}

export function showLamps(lamps, ageMs) {
  clearTimeout(timer);
  playing = { lamps, since: performance.now() - ageMs };
  play();
}

export function darkLamps() {
  clearTimeout(timer);
  NAMES.forEach((name) => document.getElementById(`lamp-${name}`).classList.remove("lit"));
}

let audio = null;

/** Plays the buzzer's steps once. Browsers allow sound only after the page was touched. */
export function sound(pattern) {
  audio ??= new AudioContext();
  let at = audio.currentTime;
  pattern.milliseconds.forEach((step, i) => {
    if (i % 2 === 0) beep(at, step / 1000);
    at += step / 1000;
  });
}

function beep(at, seconds) {
  const tone = audio.createOscillator();
  const level = audio.createGain();
  tone.type = "square";
  tone.frequency.value = 2300;
  level.gain.value = 0.1;
  tone.connect(level).connect(audio.destination);
  tone.start(at);
  tone.stop(at + seconds);
}
