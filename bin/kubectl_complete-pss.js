#!/usr/bin/env node
// kubectl asks this program, where it is on the PATH, what may follow `kubectl pss`.
process.argv.splice(2, 0, "__complete", "--kubectl", "--");
await import("./kubectl-pss.js");
