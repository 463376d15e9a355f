import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, it, test } from "node:test";
import { load } from "js-yaml";
import manifest from "../package.json" with { type: "json" };
import { codeBlocks } from "./docs/code-blocks.ts";
import { GIT_ENV, Repository } from "./sources/git/repository.ts";

/** The fields of a hook that this project uses; a repository's configuration overrides those of `.pre-commit-hooks.yaml`. */
interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly args?: readonly string[];
  readonly files?: string;
  readonly exclude?: string;
  readonly types: readonly string[];
  readonly pass_filenames: boolean;
  readonly require_serial: boolean;
}

const hooks = load(readFileSync(".pre-commit-hooks.yaml", "utf8")) as readonly Hook[];

test("the hook, read like pre-commit", () => {
  assert.deepEqual(hooks, [
    {
      id: "kubectl-pss-lint",
      name: "kubectl pss lint",
      description: "Checks Kubernetes manifests against the Pod Security Standards",
      entry: "kubectl-pss lint",
      language: "node",
      types: ["yaml"],
      pass_filenames: true,
      require_serial: true,
    },
  ]);
});

/** The examples of docs/ci.md, with the fields that they do not override. */
const EXAMPLES: readonly Hook[] = codeBlocks(readFileSync("docs/ci.md", "utf8"))
  .filter(({ language, code }) => language === "yaml" && code.startsWith("repos:"))
  .flatMap(({ code }) => (load(code) as { repos: { hooks: Partial<Hook>[] }[] }).repos)
  .flatMap((repo) => repo.hooks)
  .map((given) => {
    const hook = hooks.find(({ id }) => id === given.id);
    assert.ok(hook !== undefined, String(given.id));
    return { ...hook, ...given };
  });

/** A Pod that meets restricted, or violates baseline. */
function pod(isBad: boolean): string {
  const context =
    "{allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}";
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {hostNetwork: ${isBad}, containers: [{name: a, image: i, securityContext: ${context}}]}\n`;
}

let repository: Repository;
beforeEach(() => {
  repository = new Repository();
});
afterEach(() => repository.remove());

/**
 * Runs a hook as `pre-commit run` does (pre-commit 4.7.0, commands/run.py): the last arguments are the staged files that are not deleted and match
 * the hook's patterns and types, in one run. Without such a file the hook does not run.
 *
 * @returns its exit code, and its arguments after the command; undefined if it does not run
 */
function commit(hook: Hook): { code: number | null; output: string; passed: readonly string[] } | undefined {
  repository.git("add", "--all");
  const staged = repository.git("diff", "--staged", "--name-only", "--no-ext-diff", "-z", "--diff-filter=ACMRTUXB");
  const isSelected = (file: string): boolean =>
    new RegExp(hook.files ?? "").test(file) &&
    !new RegExp(hook.exclude ?? "^$").test(file) &&
    hook.types.every((type) => type === "yaml" && /\.ya?ml$/.test(file));
  const files = staged.split("\0").filter((file) => file !== "" && isSelected(file));
  if (files.length === 0) return undefined;
  assert.equal(hook.require_serial, true);
  const [program = "", ...words] = hook.entry.split(" ");
  const bin: Readonly<Record<string, string>> = manifest.bin;
  const path = `${process.cwd()}/${bin[program]}`;
  assert.ok(existsSync(path), program);
  const passed = [...(hook.args ?? []), ...(hook.pass_filenames ? files : [])];
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...words, ...passed], {
    cwd: repository.root,
    env: GIT_ENV,
    encoding: "utf8",
  });
  return { code: status, output: stdout + stderr, passed };
}

describe("the examples of docs/ci.md for pre-commit", () => {
  const [ofCommit, ofAll, ...others] = EXAMPLES;
  assert.ok(ofCommit !== undefined && ofAll !== undefined && others.length === 0);

  it("judge the manifests of a commit", () => {
    repository.commit({ "manifests/old.yaml": pod(true) });
    repository.write({ "manifests/web.yaml": pod(false), "other/bad.yaml": pod(true), "manifests/README.md": "x" });
    const { code, output, passed } = commit(ofCommit) ?? {};
    assert.deepEqual([code, passed], [0, ["--level", "restricted", "manifests/web.yaml"]], String(output));
    repository.write({ "manifests/web.yaml": pod(true) });
    assert.equal(commit(ofCommit)?.code, 1);
  });

  it("do not run for a commit without manifests", () => {
    repository.commit({ "manifests/old.yaml": pod(true) });
    rmSync(repository.path("manifests/old.yaml"));
    repository.write({ "README.md": "x", "other/bad.yaml": pod(true) });
    assert.equal(commit(ofCommit), undefined);
  });

  it("fail for a commit whose only manifest is empty, or is a kustomization", () => {
    for (const [name, text, code] of [
      ["manifests/empty.yaml", "# nothing\n", 2],
      ["manifests/kustomization.yaml", "resources: [web.yaml]\npatches: [{path: p.yaml}]\n", 3],
    ] as const) {
      repository.write({ [name]: text });
      assert.equal(commit(ofCommit)?.code, code, name);
      // The page recommends excluding such files.
      assert.equal(commit({ ...ofCommit, exclude: name }), undefined);
      repository.git("rm", "--quiet", "--force", name);
    }
  });

  it("judge all manifests at every commit", () => {
    repository.commit({ "manifests/old.yaml": pod(true) });
    repository.write({ "other/new.yaml": pod(false) });
    const { code, output, passed } = commit(ofAll) ?? {};
    assert.deepEqual([code, passed], [1, ["manifests/"]], String(output));
  });
});
