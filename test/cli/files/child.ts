/**
 * A separate process for tests of files, so that signals, exits, locks and disk faults are real.
 *
 *     node child.ts TASK FILE [MARK]
 */
import { existsSync, readFileSync, readdirSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { changeFile, whileLocked } from "../../../src/cli/files/change-file.ts";

const [task = "", file = "", mark = ""] = process.argv.slice(2);
const MEGABYTE = "x".repeat(1024 * 1024);

/** Reports to the test that the file is half written, and continues after the test has created the mark. Node handles no signal meanwhile. */
function meet(): void {
  writeSync(1, "ready\n");
  const cell = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(mark)) Atomics.wait(cell, 0, 0, 5);
}

function* pieces(atHalf: () => void, rest: number): Generator<string, undefined> {
  yield MEGABYTE;
  atHalf();
  for (let index = 0; index < rest; index++) yield MEGABYTE;
}

const replace = (atHalf: () => void, rest = 20): Promise<void> =>
  changeFile(file, { type: "replace", pieces: pieces(atHalf, rest) });

const TASKS: Readonly<Record<string, () => Promise<unknown>>> = {
  /** Waits half-way, with many chunks left to write. */
  midway: () => replace(meet),
  /** Waits after everything is written, with no turn of the event loop left. */
  last: () => replace(meet, 0),
  exit: () => replace(() => process.exit(7)),
  uncaught: () =>
    replace(() => {
      setImmediate(() => {
        throw new Error("uncaught");
      });
    }),
  locked: () =>
    whileLocked(file, async () => {
      meet();
      await replace(() => {});
    }),
  /** Adds a line to a file, like a run that adds violations to its list. */
  add: () =>
    whileLocked(file, () => {
      const before = existsSync(file) ? readFileSync(file, "utf8") : "";
      return changeFile(file, { type: "replace", pieces: [before, `${mark}\n`] });
    }),
  write: () => replace(() => {}),
  append: () => changeFile(file, { type: "append", text: () => MEGABYTE }),
};

try {
  await TASKS[task]?.();
} catch (error) {
  writeSync(1, `${error instanceof Error ? error.message : String(error)}\n`);
  writeSync(1, `${readdirSync(dirname(file)).join(" ")}\n`);
  process.exitCode = 2;
}
