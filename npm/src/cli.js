#!/usr/bin/env node
// The command line of chat-preflight.
import { main } from "./cli/main.js";

main(process.argv.slice(2));
