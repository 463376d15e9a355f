#!/usr/bin/env node
import { existsSync } from "node:fs";
import module from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);
// A clone of the repository brings its own Node; a package has none.
if (major < 22 || (major === 22 && minor < 19)) await import("./older-node.js");
// Compiled code is kept with the user's other caches, as kubectl keeps its own there. Where a user has none, none is made.
const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
const cache = XDG_CACHE_HOME || (HOME ? `${HOME}/.cache` : LOCALAPPDATA);
if (cache && existsSync(cache)) module.enableCompileCache(`${cache}/kubectl-pss`);
const { run } = await import("../dist/main.js");
process.exitCode = await run(process.argv.slice(2), process);
