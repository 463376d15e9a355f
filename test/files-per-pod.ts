/**
 * Prints the files of src with a function that a lint calls for each additional Pod, as JSON. It compares V8's counts of calls for 20 and
 * 40 Pods.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { run } from "../src/main.ts";

const SRC = new URL("../src/", import.meta.url).href;
const PODS = 20;

const directory = mkdtempSync(join(tmpdir(), "pss-pods-"));
const session = new Session();
session.connect();
try {
  await session.post("Profiler.enable");
  const few = await countCalls(PODS);
  const many = await countCalls(2 * PODS);
  const repeated = [...many].filter(([name, count]) => count - (few.get(name) ?? 0) >= PODS);
  console.log(JSON.stringify([...new Set(repeated.map(([name]) => name.replace(/#.*$/s, "")))]));
} finally {
  session.disconnect();
  rmSync(directory, { recursive: true });
}

/** Counts the calls of each function of src, by `FILE#OFFSET`. */
async function countCalls(pods: number): Promise<ReadonlyMap<string, number>> {
  const file = join(directory, "pods.yaml");
  writeFileSync(file, Array.from({ length: pods }, (_, index) => podNamed(`web-${index}`)).join("---\n"));
  // The first run fills caches.
  await lint(file);
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await lint(file);
  const { result } = await session.post("Profiler.takePreciseCoverage");
  await session.post("Profiler.stopPreciseCoverage");
  return new Map(
    result
      .filter(({ url }) => url.startsWith(SRC))
      .flatMap(({ url, functions }) =>
        functions.flatMap(({ ranges: [whole] }) =>
          whole === undefined ? [] : [[`${url.slice(SRC.length)}#${whole.startOffset}`, whole.count] as const],
        ),
      ),
  );
}

async function lint(file: string): Promise<void> {
  const stdout = nowhere();
  const code = await run(["lint", file], { env: {}, stdin: Readable.from([]), stdout, stderr: nowhere() });
  if (code !== 1) throw new Error(`the Pods should violate their policy, and the exit code is ${code}`);
}

function nowhere(): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
}

/** An ordinary Pod with a violation. */
function podNamed(name: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
spec:
  hostNetwork: true
  containers:
    - name: web
      image: nginx
`;
}
