/**
 * Compares the policies of `-o kyverno` with Kyverno's own schema, on a real API server that has Kyverno's definition. Kyverno itself does not run.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, test } from "node:test";
import { isRecord } from "../../../src/api/record.ts";
import { readDocuments } from "../../../src/text/documents.ts";
import { leaveOut } from "../../missing-tool.ts";
import { Client } from "../client.ts";
import { definitionsIn, downloadModules } from "../crds/definitions.ts";
import { kubectlPss } from "../kubectl.ts";
import { reasonForNoServer, startServer } from "../server.ts";

const MODULE = "github.com/kyverno/api";
const DEFINITION = "config/crds/policies.kyverno.io_validatingpolicies.yaml";
const POLICIES = "/apis/policies.kyverno.io/v1/validatingpolicies";
/** Without this parameter, the API server drops the fields that the schema does not have. */
const STRICT = "?dryRun=All&fieldValidation=Strict";
const MOST_POLLS = 1_000;

const EXPORTS: readonly (readonly string[])[] = [
  [
    "--level",
    "baseline",
    "--level",
    "restricted",
    "--all-versions",
    "--bind",
    "labels",
    "--action",
    "deny",
    "--controllers",
  ],
  ["--message-per-check", "--bind", "default", "--action", "warn,audit"],
  [
    ...["--bind", "none", "--exempt-user", "a", "--exempt-group", "b", "--exempt-runtime-class", "c"],
    ...["--exempt-namespace", "d", "--exempt-service-account", "e/f", "--exempt-label", "g=h"],
    ...["--exempt-image", "i/=privileged", "--without", "hostPorts", "--level", "baseline"],
  ],
];

async function exported(words: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const run = await kubectlPss(["export", "-o", "kyverno", ...words]);
  assert.equal(run.code, 0, run.stderr);
  return [...readDocuments(run.stdout)].map((document) => {
    assert.ok("value" in document && isRecord(document.value));
    return document.value;
  });
}

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  const server = await startServer();
  const admin = await Client.open(server, "admin");
  after(async () => {
    admin.close();
    await server.stop();
  });
  const modules = await downloadModules(join(import.meta.dirname, "kyverno"));
  const [definition] = definitionsIn(modules.get(MODULE) ?? "", DEFINITION);
  assert.ok(definition !== undefined);
  await admin.ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", { body: definition });
  for (let poll = 0; (await admin.send("GET", POLICIES)).status !== 200; poll++) {
    assert.ok(poll < MOST_POLLS, "the definition is not served");
    await sleep(20);
  }

  test("Kyverno's schema accepts each exported ValidatingPolicy, with every field", async () => {
    let accepted = 0;
    for (const words of EXPORTS) {
      for (const policy of await exported(words)) {
        const answer = await admin.send("POST", `${POLICIES}${STRICT}`, { body: policy });
        assert.equal(answer.status, 201, answer.text);
        assert.deepEqual(answer.warnings, []);
        accepted++;
      }
    }
    assert.ok(accepted > 80, `${accepted} accepted`);
  });

  test("Kyverno's schema rejects an unknown field, a missing field and a wrong action", async () => {
    const [policy] = await exported(["--bind", "default"]);
    assert.ok(policy !== undefined && isRecord(policy["spec"]));
    const { spec } = policy;
    for (const wrong of [
      { ...spec, validation: [] },
      { ...spec, validations: [{ message: "a" }] },
      { ...spec, variables: [{ name: "a" }] },
      { ...spec, validationActions: ["Refuse"] },
    ]) {
      const { status, text } = await admin.send("POST", `${POLICIES}${STRICT}`, { body: { ...policy, spec: wrong } });
      assert.ok(status === 400 || status === 422, `${status} ${text}`);
    }
  });
}
