#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
// A clone of the repository brings its own Node; a package has none.
if (major < 22 || (major === 22 && minor < 19)) await import("./older-node.js");
// Compiled code is kept with the user's other caches, as kubectl keeps its own there. Where a user has none, none is made.
const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
// An import of node:fs would load all that it can export, streams too: a twentieth of a short run.
const { existsSync } = process.getBuiltinModule("node:fs");
const cache = XDG_CACHE_HOME || (HOME ? `${HOME}/.cache` : LOCALAPPDATA);
if (cache && existsSync(cache)) process.getBuiltinModule("node:module").enableCompileCache(`${cache}/kubectl-pss`);
const { run } = await import("../dist/main.js");
process.exitCode = await run(process.argv.slice(2), process);
