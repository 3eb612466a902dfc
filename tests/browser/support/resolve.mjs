// SPDX-License-Identifier: Apache-2.0
const ASSETS = new URL("../../../src/Appliance.Service/Web/Assets/", import.meta.url);

export async function resolve(specifier, context, next) {
  const file = /^\/([a-z]+\.js)$/.exec(specifier);
  return file ? { url: new URL(file[1], ASSETS).href, format: "module", shortCircuit: true } : next(specifier, context);
}
