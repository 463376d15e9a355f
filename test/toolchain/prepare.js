/**
 * Builds the bundle when this repository is installed. npm 11 prepares a package that is installed globally from git as if its clone were
 * global too, and so without what it is built with: then that is installed first. Plain JavaScript, since it is there for older Nodes.
 */
import { spawnSync } from "node:child_process";

function run(command, args, env) {
  const { status } = spawnSync(command, args, { stdio: "inherit", env, shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
}

if (process.env.npm_config_global === "true") {
  const env = { ...process.env, npm_config_global: "false", npm_config_install_links: "false" };
  run("npm", ["ci", "--global=false", "--ignore-scripts", "--no-audit", "--no-fund"], env);
}
run(process.execPath, ["test/toolchain/with-node.js", "build.ts"], process.env);
