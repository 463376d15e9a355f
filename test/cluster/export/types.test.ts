import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, test } from "node:test";
import { leaveOut } from "../../missing-tool.ts";
import { Client } from "../client.ts";
import { reasonForNoServer, startServer } from "../server.ts";
import { applyExport } from "./policies.ts";

const POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";

interface PolicyList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly status?: {
      readonly observedGeneration?: number;
      readonly typeChecking?: { readonly expressionWarnings?: readonly { readonly warning: string }[] };
    };
  }[];
}

/** A policy with a field that no pod has. */
const WRONG = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicy",
  metadata: { name: "wrong" },
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
    },
    validations: [{ expression: "object.spec.noSuchField == 'a'" }],
  },
};

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  const server = await startServer({ controllers: true });
  const admin = await Client.open(server, "admin");
  after(async () => {
    admin.close();
    await server.stop();
  });

  test("Kubernetes' type checker has no warning about an exported policy", async () => {
    await admin.ask("POST", POLICIES, { body: WRONG });
    const levels = ["--level", "baseline", "--level", "restricted", "--all-versions"];
    const exemptions = [
      ...["--exempt-user", "a", "--exempt-group", "b", "--exempt-runtime-class", "c", "--exempt-namespace", "d"],
      ...["--exempt-service-account", "e/f", "--exempt-label", "g=h", "--exempt-image", "i/=privileged"],
    ];
    await applyExport(server, [...levels, "--bind", "none", "--controllers"]);
    await applyExport(server, ["--prefix", "exempt", "--controllers", "--bind", "none", ...exemptions]);
    let items: PolicyList["items"] = [];
    do {
      await sleep(100);
      const list: PolicyList = JSON.parse((await admin.ask("GET", POLICIES)).text);
      items = list.items;
    } while (items.some(({ status }) => status?.observedGeneration === undefined));
    const warnings = new Map(
      items.map(({ metadata, status }) => [metadata.name, status?.typeChecking?.expressionWarnings ?? []] as const),
    );
    assert.match(warnings.get("wrong")?.[0]?.warning ?? "", /undefined field 'noSuchField'/);
    warnings.delete("wrong");
    assert.ok(warnings.size > 80);
    assert.deepEqual(
      [...warnings].filter(([, found]) => found.length > 0),
      [],
    );
  });
}
