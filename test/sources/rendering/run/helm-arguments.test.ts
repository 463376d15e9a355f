import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { helmArguments } from "../../../../src/sources/rendering/run/helm-arguments.ts";

const NONE = { values: [], set: [], setString: [], apiVersions: [] };

test("a chart without options: only the namespace, so that no kubeconfig chooses it", () => {
  assert.deepEqual(helmArguments("/a/-web", [], NONE), ["template", "--namespace=default", "--", "/a/-web"]);
  assert.deepEqual(helmArguments("/a", [], { ...NONE, namespace: "" })[1], "--namespace=default");
});

test("each option is a separate argument", () => {
  const options = {
    ...NONE,
    set: ["a=1,b=2", "--debug=true"],
    setString: ["c=$(id)"],
    kubeVersion: "v1.34",
    apiVersions: ["a/v1", "b/v1"],
    releaseName: "web",
    namespace: "shop",
  };
  assert.deepEqual(helmArguments("/chart", ["a b.yaml"], options), [
    "template",
    "--namespace=shop",
    `--values=${resolve("a b.yaml")}`,
    "--set=a=1,b=2",
    "--set=--debug=true",
    "--set-string=c=$(id)",
    "--kube-version=v1.34",
    "--api-versions=a/v1",
    "--api-versions=b/v1",
    "--",
    "web",
    "/chart",
  ]);
});

test("a file of values stays one file, and is never an address or standard input", () => {
  const [, , ...files] = helmArguments("/chart", ['/a,"b".yaml', "-", "secrets://x"], NONE);
  assert.deepEqual(files.slice(0, 3), [
    '--values="/a,""b"".yaml"',
    `--values=${resolve("-")}`,
    `--values=${resolve("secrets://x")}`,
  ]);
});
