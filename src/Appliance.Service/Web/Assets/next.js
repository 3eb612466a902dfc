// SPDX-License-Identifier: Apache-2.0

/** A path of our own pages to go on to; whatever else an address asks for leads to the panel. */
export function ownPage(next) {
  return next !== null && /^\/[a-z0-9-]*(\/[0-9-]+)?(\?[^#]*)?$/i.test(next) && !next.startsWith("//") && !next.startsWith("/api") ? next : "/";
}
