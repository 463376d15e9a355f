/** Objects that would be easy to pass over in silence, from the command line to the exit code. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { EXIT } from "../../src/cli/exit-codes.ts";
import { runCli } from "./run-cli.ts";

const SPEC = '{"hostNetwork":true,"containers":[{"name":"c","image":"x","securityContext":{"privileged":true}}]}';
const META = '"metadata":{"name":"d","namespace":"n"}';
const DEPLOYMENT = `"apiVersion":"apps/v1","kind":"Deployment",${META},"spec":{"template":{"spec":${SPEC}}}`;

/** Each with a privileged workload in it: what is judged of it, the note that comes with it, and the exit code, also under --strict. */
const HIDDEN: readonly (readonly [manifest: string, violations: number, code: string | undefined, exit: number])[] = [
  [`{${DEPLOYMENT}}`, 2, undefined, EXIT.violations],
  [`{${DEPLOYMENT},"items":[]}`, 2, "items-in-object", EXIT.wrong],
  [`{${DEPLOYMENT},"items":null}`, 2, "items-in-object", EXIT.wrong],
  [`{${DEPLOYMENT},"items":[{${DEPLOYMENT.replace('"d"', '"e"')}}]}`, 4, "items-in-object", EXIT.wrong],
  [`{"apiVersion":"v1","kind":"Service","items":[{${DEPLOYMENT}}]}`, 2, "items-in-object", EXIT.wrong],
  [`{"apiVersion":"v1","kind":"Pods",${META},"spec":${SPEC}}`, 0, "unknown-kind", EXIT.wrong],
  [`{"apiVersion":"v1","Kind":"Pod",${META},"spec":${SPEC}}`, 0, "missing-kind", EXIT.wrong],
  [`{"apiversion":"v1","kind":"Pod",${META},"spec":${SPEC}}`, 0, "missing-kind", EXIT.wrong],
  [`{"apiVersion":"v1","kind":["Pod"],${META},"spec":${SPEC}}`, 0, "missing-kind", EXIT.wrong],
  [`{"apiVersion":"v1",${META},"spec":${SPEC}}`, 0, "missing-kind", EXIT.wrong],
  [`{"apiVersion":"v1","kind":"List","Items":[{${DEPLOYMENT}}]}`, 0, "unknown-kind", EXIT.wrong],
  [`{"apiVersion":"v1","kind":"List","items":[{${META},"spec":${SPEC}}]}`, 0, "missing-kind", EXIT.wrong],
];

for (const [manifest, violations, code, exit] of HIDDEN) {
  test(`${code ?? "no note"}, and ${violations} violations: ${manifest.slice(0, 120)}`, async () => {
    for (const flags of [[], ["--strict"]]) {
      const run = await runCli(["lint", "--level", "baseline", "-n", "n", "-o", "json", ...flags, "-"], {
        stdin: manifest,
      });
      const {
        summary,
        notes,
      }: { summary: { violations: number }; notes: readonly { severity: string; code: string }[] } = JSON.parse(
        run.stdout,
      );
      assert.equal(run.code, exit);
      assert.equal(summary.violations, violations);
      assert.deepEqual(
        notes.map((note) => `${note.severity} ${note.code}`),
        code === undefined ? [] : [`error ${code}`],
      );
    }
  });
}

test("a Pod without containers violates what it violates, and the note does not say otherwise", async () => {
  const manifest =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: init-only, namespace: ns}\nspec: {hostPID: true, initContainers: [{name: a, image: x}]}\n";
  const { code, stdout, stderr } = await runCli(["lint", "--level", "baseline", "-"], { stdin: manifest });
  assert.equal(code, EXIT.violations);
  assert.match(stdout, /hostPID=true/);
  assert.equal(
    stderr,
    "warning: <stdin>:1: has no containers, so the API server would reject it (spec.containers: Required value)\n",
  );
});

test("what another tool reads is said to be skipped, and is no error", async () => {
  for (const stdin of ["image: nginx\n", "apiVersion: v2\nname: web\n", "apiVersion: v1\nkind: Config\n"]) {
    const { code, stderr } = await runCli(["lint", "-"], { stdin });
    assert.equal(code, EXIT.ok);
    assert.match(stderr, /^info: <stdin>:1: no .*; skipped$/m);
  }
});
