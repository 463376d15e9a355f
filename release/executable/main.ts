/**
 * The main script of an executable. An executable for the platform of the build machine starts from a memory snapshot. Before the snapshot, all
 * modules are loaded and usual runs are rehearsed, so that their functions are compiled. Other executables load the modules at each start.
 */
import { Readable, Writable } from "node:stream";
import { startupSnapshot } from "node:v8";
import { run } from "../../src/main.ts";
import { EXIT } from "../../src/cli/exit-codes.ts";
import { prepareProgram } from "../../src/cli/program.ts";
import type { Io, OutputStream } from "../../src/cli/terminal/io.ts";

async function main(): Promise<void> {
  const used = new Set<OutputStream>();
  const noted = (stream: OutputStream): OutputStream => {
    used.add(stream);
    return stream;
  };
  process.exitCode = await run(process.argv.slice(2), {
    env: process.env,
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return noted(process.stdout);
    },
    get stderr() {
      return noted(process.stderr);
    },
  });
  // An exit need not free the memory piece by piece, which takes a twentieth of a short run. A stream that still writes keeps the process alive.
  if ([...used].every((stream) => stream.writableLength === 0)) process.exit();
}

/** The usual runs, and their exit codes. Their file is beside the script during the build (build.ts). */
const REHEARSED = [
  { words: ["lint", "rehearsal.yaml"], exitCode: EXIT.violations },
  { words: ["--help"], exitCode: EXIT.ok },
];

/** Modules of Node with its streams, which process.stdout would load at each start. */
const STREAMS = ["node:fs", "node:net", "node:tty"];

async function rehearse(): Promise<void> {
  for (const name of STREAMS) process.getBuiltinModule(name);
  for (const { words, exitCode } of REHEARSED) {
    const code = await run(words, silent());
    if (code !== exitCode)
      throw new Error(`the rehearsal of ${words.join(" ")} ended with ${code}, and not with ${exitCode}`);
  }
  prepareProgram();
  forgetTheMachine();
}

function silent(): Io {
  const sink = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
  return { env: {}, stdin: Readable.from([]), stdout: sink(), stderr: sink() };
}

/** Clears the values that Node sets at each start. In the snapshot they would make two builds differ, and reveal the build machine. */
function forgetTheMachine(): void {
  process.argv.length = 0;
  for (const [name, value] of Object.entries({ execPath: "", argv0: "", pid: 0 })) {
    Object.defineProperty(process, name, { value, configurable: true, writable: true, enumerable: true });
  }
  // Node writes the status of a file into these arrays, with its times. No public function clears them.
  const { statValues, bigintStatValues } = (process as unknown as Internals).binding("fs");
  statValues.fill(0);
  bigintStatValues.fill(0n);
}

interface Internals {
  binding(name: "fs"): { readonly statValues: Float64Array; readonly bigintStatValues: BigInt64Array };
}

if (startupSnapshot.isBuildingSnapshot()) {
  startupSnapshot.setDeserializeMainFunction(() => void main());
  void rehearse();
} else {
  void main();
}
