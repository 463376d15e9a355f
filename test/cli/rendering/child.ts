/** Runs a command line in a separate process, so that signals are real: node child.ts ARGUMENT... */
import { run } from "../../../src/main.ts";

process.exitCode = await run(process.argv.slice(2), process);
