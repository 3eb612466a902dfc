// SPDX-License-Identifier: Apache-2.0
// Text is always set as text, never as markup: names come from project files.

export const byId = (id) => document.getElementById(id);

export function setText(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

export function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** A link into our own pages. */
export function link(href, ...content) {
  const element = make("a", "", ...content);
  element.href = href;
  return element;
}

/** Rebuilds a list only when its content changed, so that nothing flickers and focus stays. */
export function fill(id, items, build) {
  const parent = byId(id);
  const key = JSON.stringify(items);
  if (parent.dataset.key === key) return;
  parent.dataset.key = key;
  parent.replaceChildren(...items.flatMap(build));
}
