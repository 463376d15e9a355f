import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fixText } from "./fix-text.ts";

const deployment = (name: string, capabilities: object): object => ({
  ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: "shop" } },
  spec: {
    template: {
      spec: {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          { name: "web", image: "web", securityContext: { allowPrivilegeEscalation: false, ...capabilities } },
        ],
      },
    },
  },
});
const MET = { capabilities: { drop: ["ALL"] } };
const ITEMS = [deployment("a", {}), deployment("b", MET), deployment("${NAME:=web}", MET)];
const NAMESPACE = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "${LEVEL:=restricted}" } },
};

describe("a list is edited if variables are substituted in the objects behind the last edit", () => {
  for (const [name, items] of [
    ["a workload", ITEMS],
    ["a Namespace", [...ITEMS, NAMESPACE]],
  ] as const) {
    const list = { apiVersion: "v1", kind: "List", items };
    for (const [format, text] of [
      ["JSON", JSON.stringify(list, null, 2)],
      [
        "YAML",
        ["apiVersion: v1", "kind: List", "items:", ...items.map((item) => `- ${JSON.stringify(item)}`), ""].join("\n"),
      ],
    ] as const) {
      it(`${name}, in ${format}`, () => {
        const { summary, files } = fixText(text);
        assert.equal(files[0]?.failure, null);
        assert.deepEqual([summary.edits > 0, summary.remaining], [true, 0]);
      });
    }
  }
});
