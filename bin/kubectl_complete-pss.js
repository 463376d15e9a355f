#!/usr/bin/env node
// kubectl asks this program, where it is on the PATH, what may follow `kubectl pss`.
process.argv.splice(1, 1, `${import.meta.dirname}/kubectl-pss.js`, "__complete", "--kubectl", "--");
await import("./kubectl-pss.js");
