// SPDX-License-Identifier: Apache-2.0
// Lets node find the modules of the pages, which name each other as the browser asks for them: "/format.js".
import { register } from "node:module";

register("./resolve.mjs", import.meta.url);
