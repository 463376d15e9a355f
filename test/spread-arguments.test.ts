/**
 * A list of unknown length is never spread into the arguments of a call. Each argument takes a place on the stack, so 120,000 of them end the run
 * with "Maximum call stack size exceeded".
 */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SRC = fileURLToPath(new URL("../src/", import.meta.url));

/** The calls whose lists are short, by file, with the reason. */
const SHORT: Readonly<Record<string, string>> = {
  "app/accepted/open-accepted.ts": "the other arguments of a method, which are two",
  "app/fix/cluster-pods.ts": "the refused lists of a namespace, one for each kind",
  "app/history/known-namespaces.ts": "the fault of an item, if it has one",
  "app/webhook/check-cluster.ts": "the results of a check",
  "audit/findings.ts": "the modes of a namespace",
  "audit/inventory/idle-replica-sets.ts": "one object, or none",
  "audit/workload/workloads.ts": "the levels of one template",
  "history/namespaces/namespace-history.ts": "the audit policies of a namespace, of which it keeps 64",
  "policy/evaluator.ts": "the revisions of all checks",
  "policy/fix/planning.ts": "the changes for a field",
  "render/formats/history/html/chart.ts": "120 days",
  "render/formats/html/page/assets.ts": "a script of the page, which has tests of its own",
  "render/formats/plan/script/states.ts": "two texts",
  "render/terminal/grid.ts": "the columns of a row",
  "render/words/workload/share.ts": "the levels of a workload",
  "render/words/wrap-message.ts": "the lines of a message",
  "rollout/notes/plan-notes.ts": "one note, or none",
  "server/setup/check-certificate.ts": "one problem",
  "sources/cluster/lists/read-namespaces.ts": "the items of a single namespace",
  "sources/git/earlier-texts.ts": "the contents of one batch",
  "workloads/custom/kinds/makers.ts": "the makers of a kind",
};

const SPREAD =
  /(?:\.(?:push|unshift|splice|concat|apply)|Math\.(?:max|min)|String\.from(?:CharCode|CodePoint))\(\s*(?:[^()[\]{}]*,\s*)?\.\.\./;

test("no call gets the items of a list that may be long as its arguments", () => {
  const files = globSync(`${SRC}**/*.ts`).filter((file) => SPREAD.test(readFileSync(file, "utf8")));
  const names = files.map((file) => relative(SRC, file).replaceAll("\\", "/"));
  assert.deepEqual(names.toSorted(), Object.keys(SHORT).toSorted());
});
