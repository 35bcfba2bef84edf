// The same with the wasm inside.
import * as preflight from "chat-preflight/inline";
import { said } from "./said.mjs";

console.log(await said(preflight));
