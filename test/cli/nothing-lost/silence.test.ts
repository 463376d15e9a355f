/** Objects that a program could easily ignore without a message, tested from the command line to the exit code. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { EXIT } from "../../../src/cli/exit-codes.ts";
import { tree } from "../../sources/tree.ts";
import { runCli } from "../run-cli.ts";

const SPEC = '{"hostNetwork":true,"containers":[{"name":"c","image":"x","securityContext":{"privileged":true}}]}';
const META = '"metadata":{"name":"d","namespace":"n"}';
const DEPLOYMENT = `"apiVersion":"apps/v1","kind":"Deployment",${META},"spec":{"template":{"spec":${SPEC}}}`;

/** Manifests with a privileged workload: the judged workloads, the note, and the exit code, also with --strict. */
const HIDDEN: readonly (readonly [manifest: string, violations: number, code: string | undefined, exit: number])[] = [
  [`{${DEPLOYMENT}}`, 2, undefined, EXIT.violations],
  [`{${DEPLOYMENT},"items":[]}`, 2, "items-in-object", EXIT.wrong],
  [`{${DEPLOYMENT},"items":null}`, 2, "items-in-object", EXIT.wrong],
  [`{${DEPLOYMENT},"items":[{${DEPLOYMENT.replace('"d"', '"e"')}}]}`, 4, "items-in-object", EXIT.wrong],
  [`{"apiVersion":"v1","kind":"Service","items":[{${DEPLOYMENT}}]}`, 2, "items-in-object", EXIT.wrong],
  [`{"apiVersion":"v1","kind":"Pods",${META},"spec":${SPEC}}`, 0, "unknown-kind", EXIT.wrong],
  [`{"apiVersion":"v1","Kind":"Pod",${META},"spec":${SPEC}}`, 0, "missing-kind", EXIT.wrong],
  [`{"apiversion":"v1","kind":"Pod",${META},"spec":${SPEC}}`, 0, undefined, EXIT.incomplete],
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

test("a Pod without containers has its violations, and the note does not contradict them", async () => {
  const manifest =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: init-only, namespace: ns}\nspec: {hostPID: true, initContainers: [{name: a, image: x}]}\n";
  const { code, stdout, stderr } = await runCli(["lint", "--level", "baseline", "-"], { stdin: manifest });
  assert.equal(code, EXIT.violations);
  assert.match(stdout, /set spec\.hostPID: false/);
  assert.equal(
    stderr,
    "warning: <stdin>:1: has no containers, so the API server would reject it (spec.containers: Required value)\n",
  );
});

const POD = `{"apiVersion":"v1","kind":"Pod",${META},"spec":${SPEC}}`;

/** Outputs that a command may print instead of manifests. kubectl rejects each; exit code and message are ours. */
const NO_OBJECTS: readonly (readonly [stdin: string, exit: number, said: RegExp])[] = [
  [`[${POD}]`, EXIT.incomplete, /^error: <stdin>:1: expected a Kubernetes object, found a list; .*items of a List$/m],
  [`- ${POD}\n`, EXIT.incomplete, /found a list; .*items of a List$/m],
  [
    `\n\uFEFF${POD}`,
    EXIT.incomplete,
    /^error: <stdin>:2: .*found a string; .*byte order mark \(U\+FEFF\): remove it$/m,
  ],
  [`# c\n\uFEFF${POD}`, EXIT.incomplete, /^error: <stdin>:2: .*found a string; .*byte order mark \(U\+FEFF\)/m],
  ['Error from server (NotFound): pods "web" not found\n', EXIT.incomplete, /says on standard error/],
  ["No resources found in default namespace.\n", EXIT.incomplete, /says on standard error/],
  ['error: the server doesn\'t have a resource type "x"\n', EXIT.incomplete, /says on standard error/],
  ["<html>\n<title>x</title>\n</html>\n", EXIT.incomplete, /found a string/],
  [
    '{"apiVersion":"v1","kind":"Status","status":"Failure","reason":"NotFound","code":404,"message":"no pods"}',
    EXIT.incomplete,
    /^error: <stdin>:1: .* a failure: NotFound \(404\): no pods$/m,
  ],
  ['{"apiVersion":"meta.k8s.io/v1","kind":"Table","rows":[]}', EXIT.wrong, /kind Table of meta\.k8s\.io\/v1/],
  [`{"type":"ADDED","object":${POD}}`, EXIT.wrong, /^error: <stdin>:1: an event of a watch with kind Pod of v1 in it/m],
  ["5\n", EXIT.incomplete, /found a number/],
  ["[]", EXIT.incomplete, /found a list/],
  ["404: Not Found\n", EXIT.wrong, /^error: <stdin>:1: no Kubernetes object came in; look at the command before/m],
  ["{}", EXIT.wrong, /^error: <stdin>:1: no Kubernetes object came in; look at the command before/m],
  ["null\n---\n{}", EXIT.wrong, /^error: <stdin>:1: no Kubernetes object came in; look at the command before/m],
];

for (const [stdin, exit, said] of NO_OBJECTS) {
  test(`standard input without an object is an error: ${JSON.stringify(stdin.slice(0, 60))}`, async () => {
    for (const command of [["lint"], ["lint", "--strict"], ["audit", "-f"], ["plan", "-f"]]) {
      const { code, stderr } = await runCli([...command, "-"], { stdin });
      assert.equal(code, exit, stderr);
      assert.match(stderr, said);
    }
  });
}

test("a file with a root that is not a mapping gets a note, which is an error with --strict", async () => {
  const directory = tree({ "text.yaml": "hello\n", "list.yaml": "- hosts: all\n", "number.json": "5" });
  const usual = await runCli(["lint", directory]);
  assert.equal(usual.code, EXIT.ok);
  assert.equal(
    usual.stderr.match(/^warning: .*: not a Kubernetes object but a (?:string|list|number); skipped$/gm)?.length,
    3,
  );
  assert.equal((await runCli(["lint", "--strict", directory])).code, EXIT.wrong);
});

test("a file with an object inside a list or a string is unreadable", async () => {
  const directory = tree({ "a.json": `[${POD}]`, "b.json": `${POD}\n--\n${POD}`, "c.json": `\n\uFEFF${POD}` });
  const { code, stderr } = await runCli(["lint", "-n", "n", directory]);
  assert.equal(code, EXIT.incomplete);
  const found = "expected a Kubernetes object, found a";
  for (const said of [
    `a.json:1: ${found} list; kubectl rejects this; write each item as a document of its own`,
    `b.json:2: ${found} string; kubectl rejects this`,
    `c.json:2: ${found} string; kubectl rejects this; it contains a byte order mark (U+FEFF): remove it`,
  ]) {
    assert.ok(stderr.includes(said), stderr);
  }
});

test("files of other tools get a note and no error; on standard input, they are an error, except null", async () => {
  for (const text of ["image: nginx\n", "apiVersion: v2\nname: web\n", "apiVersion: v1\nkind: Config\n", "null\n"]) {
    const { code, stderr } = await runCli(["lint", "--strict", tree({ "a.yaml": text })]);
    assert.equal(code, EXIT.ok);
    assert.match(stderr, /^info: .*a\.yaml:1: not an? .*; skipped$/m);
    assert.equal((await runCli(["lint", "-"], { stdin: text })).code, text === "null\n" ? EXIT.ok : EXIT.wrong);
  }
});
