#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
// A clone of the repository has its own Node; a package has no Node.
if (major < 22 || (major === 22 && minor < 19)) await import("./older-node.js");
// The compile cache is in the user's cache directory, like kubectl's cache. If that directory does not exist, there is no compile cache.
const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
// An import of node:fs would load all its exports, including streams, which takes a twentieth of a short run.
const { existsSync } = process.getBuiltinModule("node:fs");
const cache = XDG_CACHE_HOME || (HOME ? `${HOME}/.cache` : LOCALAPPDATA);
if (cache && existsSync(cache)) process.getBuiltinModule("node:module").enableCompileCache(`${cache}/kubectl-pss`);
const { run } = await import("../dist/main.js");
process.exitCode = await run(process.argv.slice(2), process);
