// A check of a gzipped stream, which is kept for a second reading, and a conversion.
import * as preflight from "chat-preflight";
import { said } from "./said.mjs";

console.log(await said(preflight));
