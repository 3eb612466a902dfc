// SPDX-License-Identifier: Apache-2.0
// The filter of the records page: in its own address, in what it asks the appliance, in what it exports. Pure but for the time zone of the browser.

const KEYS = ["verdict", "project", "cause", "serial", "uniqueId", "from", "until", "before"];

/** What an address asks for; keys that say nothing are left out. */
export function filterOf(params) {
  const filter = {};
  for (const key of KEYS) {
    const value = params.get(key)?.trim();
    if (value) filter[key] = value;
  }
  return filter;
}

function query(filter) {
  const params = new URLSearchParams();
  for (const key of KEYS) {
    if (filter[key] !== undefined && filter[key] !== null && filter[key] !== "") params.set(key, filter[key]);
  }
  return params;
}

export function addressOf(filter) {
  const params = query(filter).toString();
  return params ? `/records?${params}` : "/records";
}

/** A day as people mean it begins and ends at midnight where they are; the last one is included. */
export function timesOf({ from, until }) {
  const begin = from ? new Date(`${from}T00:00:00`) : null;
  const end = until ? new Date(`${until}T00:00:00`) : null;
  if (end) end.setDate(end.getDate() + 1);
  return { from: valid(begin)?.toISOString(), until: valid(end)?.toISOString() };
}

const valid = (date) => (date && !Number.isNaN(date.getTime()) ? date : null);

export function requestOf(filter, take) {
  const params = query({ ...filter, ...timesOf(filter) });
  params.set("take", take);
  params.set("count", "1");
  return `/api/records?${params}`;
}

export function exportOf(filter, format) {
  const params = query({ ...filter, ...timesOf(filter), before: undefined });
  params.set("format", format);
  return `/api/export?${params}`;
}
