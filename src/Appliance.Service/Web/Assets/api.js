// SPDX-License-Identifier: Apache-2.0
// Asks the appliance. An answer is { ok, status, body }; a body that refuses has "error", a sentence for people.

let session = null;

/** Who the appliance takes us for: { setUp, damaged, local, loggedIn, mayPress, csrf }. */
export async function whoAmI(anew = false) {
  if (session === null || anew) session = (await ask("/api/session")).body;
  return session;
}

/** What may be cached of the session is not true any more. */
export function forgetSession() {
  session = null;
}

export async function ask(path) {
  return answer(await fetch(path, { headers: { Accept: "application/json" } }));
}

/** Changes something: proves that the request comes from this page. A log-in that has ended is seen here. */
export async function send(method, path, body) {
  const { csrf } = await whoAmI();
  const headers = { Accept: "application/json", "X-Appliance": "page" };
  if (csrf) headers["X-CSRF-Token"] = csrf;
  let content = body;
  if (body !== undefined && !(body instanceof Blob)) {
    headers["Content-Type"] = "application/json";
    content = JSON.stringify(body);
  }
  const result = await answer(await fetch(path, { method, headers, body: content }));
  if (result.status === 401 || result.status === 403) forgetSession();
  return result;
}

async function answer(response) {
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  const body = isJson ? await response.json() : null;
  return { ok: response.ok, status: response.status, body: body ?? { error: response.ok ? "" : `The appliance answered ${response.status}.` } };
}
