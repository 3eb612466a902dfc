// SPDX-License-Identifier: Apache-2.0
import { ask, send, whoAmI } from "/api.js";
import { logInAddress } from "/frame.js";
import { loadChecks } from "/checks.js";
import { darkLamps, showLamps, sound } from "/lamps.js";
import { showLost, showRecords, showView } from "/view.js";

// The appliance speaks at least every 2 seconds.
const SILENCE_MS = 6000;
// One touch with a glove can be seen as two.
const SECOND_TOUCH_MS = 600;
const SURE_MS = 4000;

const prog = document.getElementById("prog");
const cancel = document.getElementById("cancel");
const soundBox = document.getElementById("sound");
let shown = { entry: null, state: null };
let silence = 0;
let lastPress = -Infinity;
const { mayPress } = await whoAmI();

async function post(path) {
  try {
    const answer = await send("POST", path);
    if (answer.status === 401) location.assign(logInAddress());
  } catch {
    lost();
  }
}

function press() {
  if (prog.getAttribute("aria-disabled") === "true" || performance.now() - lastPress < SECOND_TOUCH_MS) return;
  lastPress = performance.now();
  if (mayPress) post("/api/prog");
  else location.assign(logInAddress());
}

async function loadRecords() {
  try {
    showRecords((await ask("/api/records?take=20")).body);
  } catch {
    showRecords({ error: "The list of records cannot be read now." });
  }
}

function lost() {
  shown = { entry: null, state: null };
  darkLamps();
  showLost();
  speak("No connection to the appliance.");
}

function speak(text) {
  document.getElementById("speech").textContent = text;
}

function take(view) {
  clearTimeout(silence);
  silence = setTimeout(lost, SILENCE_MS);
  showView(view, mayPress);
  if (view.entry === shown.entry && view.state === shown.state) return;
  const first = shown.entry === null;
  shown = { entry: view.entry, state: view.state };
  showLamps(view.lamps, view.ageMs);
  speak(`${view.word}. ${view.message} ${view.action}`);
  if (soundBox.checked && !first) sound(view.lamps.buzzer);
  notSure();
  loadRecords();
  loadChecks();
}

function listen() {
  const source = new EventSource("/api/panel/events");
  source.addEventListener("panel", (event) => take(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    lost();
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  });
}

function notSure() {
  cancel.classList.remove("sure");
  cancel.textContent = "Stop the job";
}

prog.addEventListener("click", press);

cancel.addEventListener("click", () => {
  if (cancel.classList.contains("sure")) {
    notSure();
    post("/api/cancel");
    return;
  }
  cancel.classList.add("sure");
  cancel.textContent = "Sure? Touch again";
  setTimeout(notSure, SURE_MS);
});

// Enter and Space are PROG wherever the focus is, unless it is on another control. A held key presses once.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  if (event.target !== prog && event.target.closest("button, input, a")) return;
  event.preventDefault();
  if (!event.repeat) press();
});
document.addEventListener("keyup", (event) => {
  if (event.key === " " && event.target === prog) event.preventDefault();
});

soundBox.checked = localStorage.getItem("sound") === "on";
soundBox.addEventListener("change", () => {
  localStorage.setItem("sound", soundBox.checked ? "on" : "off");
});

prog.focus();
loadRecords();
listen();
