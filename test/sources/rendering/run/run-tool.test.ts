/** Faults that a test cannot cause in a real helm or kubectl, with stubs. */
import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  runTool,
  type ToolLimits,
  type ToolResult,
  type WithCleanup,
} from "../../../../src/sources/rendering/run/run-tool.ts";
import { tree } from "../../tree.ts";

const GENEROUS: ToolLimits = { milliseconds: 600_000, outputBytes: 1024 * 1024 };
const withCleanup: WithCleanup = async (cleanup, work) => work().finally(cleanup);

interface Stub {
  readonly directory: string;
  readonly program: string;
}

/** A program of the shell. */
function stub(script: string, mode = 0o755): Stub {
  const directory = tree({ tool: `#!/bin/sh\n${script}\n` });
  const program = join(directory, "tool");
  chmodSync(program, mode);
  return { directory, program };
}

async function run({ program }: Stub, limits = GENEROUS, args: readonly string[] = []): Promise<ToolResult> {
  return await runTool(program, args, { PATH: process.env["PATH"] }, withCleanup, limits);
}

/** Waits until a process has ended. The test runner ends a test that waits forever. */
async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    // A killed process without a parent that waits for it stays a zombie.
    if (existsSync(`/proc/${pid}/stat`) && / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) return;
    await sleep(5);
  }
}

test("a program gets its arguments unchanged and no input, and its output is read", async () => {
  const { output } = await run(stub('cat; printf "<%s>" "$@"'), GENEROUS, ["a b", "$(id)", "; exit 3", ""]);
  assert.equal(output?.toString(), "<a b><$(id)><; exit 3><>");
});

test("a program that fails: its exit code and its message", async () => {
  assert.deepEqual(await run(stub("echo out; echo no >&2; exit 7")), {
    fault: "failed with exit code 7",
    stderr: "no\n",
  });
});

test("a program that is killed by a signal", async () => {
  assert.deepEqual(await run(stub("kill -SEGV $$")), { fault: "was ended by SIGSEGV", stderr: "" });
});

test("a program that hangs is killed with its children", async () => {
  const hanging = stub('sleep 600 & echo $! > "${0%/*}/child"; echo $$ > "${0%/*}/pid"; wait');
  const result = await run(hanging, { ...GENEROUS, milliseconds: 1000 });
  assert.deepEqual(result, { fault: "did not end within 1 seconds, and was killed", stderr: "" });
  for (const file of ["pid", "child"]) await ended(Number(readFileSync(join(hanging.directory, file), "utf8")));
});

test("a program whose child keeps its output open is killed with that child", async () => {
  const leaving = stub('sleep 600 & echo $! > "${0%/*}/child"');
  const { fault } = await run(leaving, { ...GENEROUS, milliseconds: 1000 });
  assert.match(fault ?? "", /^did not end within/);
  await ended(Number(readFileSync(join(leaving.directory, "child"), "utf8")));
});

test("a program with endless output is killed", async () => {
  const endless = stub('echo $$ > "${0%/*}/pid"; yes');
  assert.deepEqual(await run(endless), { fault: "printed more than 1 MiB, and was killed", stderr: "" });
  await ended(Number(readFileSync(join(endless.directory, "pid"), "utf8")));
});

test("the beginning of an endless standard error is kept, and the output is complete", async () => {
  const { fault, stderr = "" } = await run(stub('echo first >&2; yes | head -c 1000000 >&2; echo "kind: Pod"; exit 1'));
  assert.deepEqual([fault, stderr.slice(0, 6), stderr.length], ["failed with exit code 1", "first\n", 64 * 1024]);
  const { output } = await run(stub('yes | head -c 1000000 >&2; echo "kind: Pod"'));
  assert.equal(output?.toString(), "kind: Pod\n");
});

test("a program that cannot be started", async () => {
  assert.deepEqual(await run(stub("", 0o644)), { fault: "cannot be run: permission denied", stderr: "" });
  const gone = { directory: "", program: "/nonexistent/helm" };
  assert.deepEqual(await run(gone), { fault: "cannot be run: no such file or directory", stderr: "" });
  assert.deepEqual(await run(stub(""), GENEROUS, ["a\0b"]), {
    fault: "cannot be run: an argument contains a zero byte",
    stderr: "",
  });
});

test("the cleanup kills a program that is still running", async () => {
  const hanging = stub('echo $$ > "${0%/*}/pid"; exec sleep 600');
  const pid = (): string =>
    existsSync(join(hanging.directory, "pid")) ? readFileSync(join(hanging.directory, "pid"), "utf8") : "";
  const killing: WithCleanup = async (cleanup, work) => {
    const result = work();
    while (!pid().endsWith("\n")) await sleep(5);
    cleanup();
    return result;
  };
  const result = await runTool(hanging.program, [], { PATH: process.env["PATH"] }, killing, GENEROUS);
  assert.deepEqual(result, { fault: "was ended by SIGKILL", stderr: "" });
});
