import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { UserError } from "../../../../src/api/user-error.ts";
import { findExecutable } from "../../../../src/sources/cluster/auth/find-executable.ts";
import { leaveOut } from "../../../missing-tool.ts";
import * as work from "../workspace.ts";

const before = process.cwd();

/** Creates a working directory with a plugin, and other plugins elsewhere. */
function here(t: TestContext, files: readonly string[]): (name: string) => string {
  const directory = work.directoryWith(t, Object.fromEntries(files.map((file) => [file, "#!/bin/sh\ntouch ran\n"])));
  for (const file of files) if (!file.endsWith("plain")) chmodSync(join(directory, file), 0o755);
  mkdirSync(join(directory, "elsewhere/directory"), { recursive: true });
  process.chdir(directory);
  t.after(() => process.chdir(before));
  return (name) => join(directory, name);
}

const FILES = [
  "plugin",
  "bin/plugin",
  "elsewhere/plugin",
  "elsewhere/plain",
  "elsewhere/only.exe",
  "elsewhere/a.b.cmd",
];

test("a program is looked up on the PATH, and never in the working directory", (t) => {
  const at = here(t, FILES);
  const found = { path: at("elsewhere/plugin") };
  const paths: Readonly<Record<string, object>> = {
    [at("elsewhere")]: found,
    [`/nowhere:${at("elsewhere")}/`]: found,
    [`${at("elsewhere")}:.`]: found,
    // As in Go, the first entry decides. A later one would run another program than the user's shell.
    [`:${at("elsewhere")}`]: { relative: "plugin" },
    [`.:${at("elsewhere")}`]: { relative: "plugin" },
    ["bin"]: { relative: "bin/plugin" },
    ["./bin/"]: { relative: "bin/plugin" },
    ["../nowhere"]: { relative: undefined },
    [":"]: { relative: "plugin" },
    [""]: { relative: undefined },
  };
  for (const [PATH, expected] of Object.entries(paths)) {
    assert.deepEqual(findExecutable("plugin", { PATH }, "linux"), expected, JSON.stringify(PATH));
  }
  assert.deepEqual(findExecutable("plugin", {}, "linux"), { relative: undefined });
  const PATH = at("elsewhere");
  for (const name of ["plain", "directory", "none", ".", ".."]) {
    assert.deepEqual(findExecutable(name, { PATH }, "linux"), { relative: undefined }, name);
  }
  assert.deepEqual(findExecutable("/opt/plugin", {}, "linux"), { path: "/opt/plugin" });
});

test("on Windows extensions are tried, and the working directory is not", (t) => {
  const at = here(t, FILES);
  const find = (name: string, env: object) => findExecutable(name, { ...env }, "win32");
  assert.deepEqual(find("only", { Path: at("elsewhere") }), { path: at("elsewhere/only.exe") });
  assert.deepEqual(find("only.exe", { PATH: at("elsewhere") }), { path: at("elsewhere/only.exe") });
  assert.deepEqual(find("a.b", { PATH: `;${at("elsewhere")}`, PATHEXT: "EXE;.CMD;" }), {
    path: at("elsewhere/a.b.cmd"),
  });
  assert.deepEqual(find("plugin", { PATH: "/nowhere", PATHEXT: ".exe" }), { relative: undefined });
  writeFileSync("only.exe", "");
  assert.deepEqual(find("only", { PATH: at("elsewhere") }), { path: at("elsewhere/only.exe") });
  assert.deepEqual(find("only", { PATH: `.;${at("elsewhere")}` }), { path: at("elsewhere/only.exe") });
  assert.deepEqual(find("only", { PATH: "/nowhere" }), { relative: "only.exe" });
});

if (!work.HAS_KUBECTL) leaveOut(work.WITHOUT_KUBECTL);
const WITHOUT = { skip: work.HAS_KUBECTL ? false : work.WITHOUT_KUBECTL };

test("a plugin in the working directory is not run, as in kubectl", WITHOUT, async (t) => {
  const at = here(t, FILES);
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "plugin", interactiveMode: "Never" };
  writeFileSync("config", work.kubeconfig({ server: "https://127.0.0.1:1" }, { exec }));
  const system = process.env["PATH"] ?? "";
  for (const PATH of [`:${system}`, `.:${system}`, `bin:${system}`, `./bin:${system}`, `${system}:`]) {
    const endpoint = await work.resolveHere({ kubeconfig: "config" }, { PATH });
    await assert.rejects(endpoint.authenticate(), (error: UserError) => {
      assert.match(
        error.message,
        /exec plugin plugin is not run: the PATH leads to (bin\/)?plugin in the working directory$/,
      );
      return error instanceof UserError;
    });
    spawnSync("kubectl", ["--kubeconfig", "config", "get", "--raw", "/version"], { env: { PATH, HOME: "/nowhere" } });
    assert.ok(!existsSync(at("ran")), PATH);
  }
});

test("a path in the kubeconfig is relative to its directory, as in kubectl", WITHOUT, async (t) => {
  const at = here(t, [...FILES, "elsewhere/bin/plugin"]);
  const exec = { apiVersion: "client.authentication.k8s.io/v1", command: "bin/plugin", interactiveMode: "Never" };
  writeFileSync("elsewhere/config", work.kubeconfig({ server: "https://127.0.0.1:1" }, { exec }));
  for (const [name, text] of [
    ["bin/plugin", "#!/bin/sh\ntouch wrong\n"],
    ["elsewhere/bin/plugin", "#!/bin/sh\ntouch right\n"],
  ] as const)
    writeFileSync(name, text);
  const endpoint = await work.resolveHere({ kubeconfig: "elsewhere/config" });
  await assert.rejects(endpoint.authenticate(), { name: "UserError", message: /printed nothing/ });
  assert.deepEqual([existsSync(at("right")), existsSync(at("wrong"))], [true, false]);
  spawnSync("kubectl", ["--kubeconfig", "elsewhere/config", "get", "--raw", "/version"], {
    env: { PATH: process.env["PATH"] ?? "", HOME: "/nowhere" },
  });
  assert.equal(existsSync(at("wrong")), false);
});
