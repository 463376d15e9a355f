/** Runs the fast lane with the oldest Node in `engines` of package.json. */
import { spawnSync } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { oldestNode } from "./oldest-runtime.ts";

const node = await oldestNode();
if (node !== undefined) {
  const PATH = [dirname(node), process.env["PATH"]].join(delimiter);
  const { status } = spawnSync(node, ["test/runner/run.ts"], {
    stdio: "inherit",
    env: { ...process.env, PATH },
  });
  process.exitCode = status ?? 1;
}
