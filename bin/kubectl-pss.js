#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Compiled code is kept with the user's other caches, as kubectl keeps its own there; the shared default in /tmp is anybody's.
const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
const cache = XDG_CACHE_HOME || (HOME ? `${HOME}/.cache` : LOCALAPPDATA);
if (cache) enableCompileCache(`${cache}/kubectl-pss`);

const { run } = await import("../dist/main.js");
// Streams are made when they are first asked for: that of standard input alone would cost a tenth of a short run.
process.exitCode = await run(process.argv.slice(2), process);
