#!/usr/bin/env node
// kubectl runs this program, if it is on the PATH, to complete the words after `kubectl pss`.
process.argv.splice(1, 1, `${import.meta.dirname}/kubectl-pss.js`, "__complete", "--kubectl", "--");
await import("./kubectl-pss.js");
