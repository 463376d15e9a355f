import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readObjects } from "../../../src/objects/objects.ts";
import { readDocuments } from "../../../src/text/documents.ts";
import type { SourceItem } from "../../../src/workloads/object.ts";

function read(text: string): SourceItem[] {
  return [...readDocuments(text)].flatMap((document) => {
    assert.ok("value" in document);
    return [...readObjects(document, "a.yaml")];
  });
}

/** The objects and remarks of a text, a line each. */
function summarize(text: string): string[] {
  return read(text).map((item) => {
    switch (item.type) {
      case "workload":
        return `${item.kind} ${item.metadata.namespace ?? "-"}/${item.metadata.name ?? "-"}`;
      case "namespace":
        return `Namespace ${item.name} ${JSON.stringify(item.labels)}`;
      case "remark":
        return `${item.code} ${item.source?.line}: ${item.message}`;
      case "unreadable":
        return `unreadable ${item.source.line}: ${item.message}`;
      default:
        return item.type;
    }
  });
}

const pod = (metadata: string, spec = "containers: [{name: a, image: b}]"): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {${metadata}}\nspec: {${spec}}\n`;
const SUBSTITUTE = "substitute it first, for instance `flux envsubst --strict < FILE | kubectl pss lint -`";

describe("the variables of Flux", () => {
  it("have their defaults in names and namespaces", () => {
    assert.deepEqual(summarize(pod('name: "${APP:=web}-0", namespace: "${NS:-shop}"')), [
      'variable-default 3: metadata.name: judged as "web-0", the default of APP; Flux may set another value (postBuild)',
      'variable-default 3: metadata.namespace: judged as "shop", the default of NS; Flux may set another value (postBuild)',
      "Pod shop/web-0",
    ]);
  });

  it("have their defaults in the pod-security labels of a Namespace, and in no other label", () => {
    const text =
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: "${NS:=shop}"\n  labels:\n    team: "${TEAM:=a}"\n' +
      '    pod-security.kubernetes.io/enforce: "${LEVEL:=baseline}"\n';
    assert.deepEqual(summarize(text), [
      'variable-default 4: metadata.name: judged as "shop", the default of NS; Flux may set another value (postBuild)',
      'variable-default 7: metadata.labels[pod-security.kubernetes.io/enforce]: judged as "baseline", the default of LEVEL; Flux may set another value (postBuild)',
      'Namespace shop {"team":"${TEAM:=a}","pod-security.kubernetes.io/enforce":"baseline"}',
    ]);
  });

  it("without a default are errors if they determine the policy", () => {
    assert.deepEqual(summarize(pod('name: "${APP}", namespace: "${NS}"')), [
      `unset-variable 3: metadata.namespace: the policy is unknown, because the variable NS has no default: ${SUBSTITUTE}`,
      "Pod ${NS}/${APP}",
    ]);
    const text =
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: "${A}", labels: {pod-security.kubernetes.io/warn: "${B}"}}\n';
    assert.deepEqual(summarize(text), [
      `unset-variable 3: metadata.name: the policy is unknown, because the variable A has no default: ${SUBSTITUTE}`,
      `unset-variable 3: metadata.labels[pod-security.kubernetes.io/warn]: the policy is unknown, because the variable B has no default: ${SUBSTITUTE}`,
      'Namespace ${A} {"pod-security.kubernetes.io/warn":"${B}"}',
    ]);
  });

  it("can have defaults that are numbers and booleans, with their type in YAML", () => {
    const text = pod(
      "name: a",
      'hostNetwork: "${HOST:=true}", containers: [{name: a, ports: [{containerPort: "${PORT:=80}"}]}]',
    );
    const [first, second, workload] = read(text);
    assert.deepEqual([first?.type, second?.type], ["remark", "remark"]);
    assert.ok(workload?.type === "workload");
    assert.equal(workload.pod.spec.hostNetwork, true);
    assert.equal(workload.pod.spec.containers?.[0]?.ports?.[0]?.hostPort, 80, "as the API server fills it in");
    assert.deepEqual(summarize(pod("name: a", 'hostNetwork: "${HOST}"')), [
      "unreadable 4: spec.hostNetwork: expected a boolean, found a string; this looks like a variable that was not substituted: do so first, for instance `envsubst < FILE | kubectl pss lint -`",
    ]);
    assert.match(
      summarize(pod("name: a", 'hostNetwork: "${HOST:=maybe}"')).at(-1) ?? "",
      /^unreadable 4: spec\.hostNetwork: expected a boolean, found a string$/,
    );
  });

  it("with a number as default are a number, which is an invalid name", () => {
    assert.equal(
      summarize(pod('name: a, namespace: "${NS:=80}"')).at(-1),
      "unreadable 3: metadata.namespace: expected a string, found a number; put it in quotes",
    );
  });

  it("are not substituted in commands, environments, images and annotations", () => {
    const container =
      '{name: a, image: "b:${TAG:=1}", command: ["echo ${HOME:=/} $(VAR) $$ ${X}"], env: [{name: E, value: "${E:=e}"}]}';
    const [workload, ...others] = read(pod('name: a, annotations: {x: "${Y:=y}"}', `containers: [${container}]`));
    assert.deepEqual(others, []);
    assert.ok(workload?.type === "workload");
    assert.deepEqual(JSON.parse(JSON.stringify(workload.pod.spec.containers)), [
      {
        name: "a",
        image: "b:${TAG:=1}",
        command: ["echo ${HOME:=/} $(VAR) $$ ${X}"],
        env: [{ name: "E", value: "${E:=e}" }],
      },
    ]);
    assert.equal(workload.metadata.annotations?.["x"], "${Y:=y}");
  });

  for (const map of ["labels", "annotations"]) {
    it(`are not substituted in an object that opts out with its ${map}`, () => {
      const text = pod(
        `name: "\${A:=a}", namespace: "\${NS:=shop}", ${map}: {kustomize.toolkit.fluxcd.io/substitute: disabled}`,
      );
      assert.deepEqual(summarize(text), [
        "unset-variable 3: metadata.namespace: the policy is unknown, because Flux does not substitute the variable: the object has kustomize.toolkit.fluxcd.io/substitute=disabled",
        "Pod ${NS:=shop}/${A:=a}",
      ]);
    });
  }

  it("do not change the place of a field in a list", () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n    namespace: "\${NS}"\n  spec: {containers: [{name: a, image: b}]}\n`;
    assert.match(summarize(text)[0] ?? "", /^unset-variable 8: metadata\.namespace: /);
  });

  it("allow every form of metadata", () => {
    for (const metadata of ["[]", "x", '{name: ["${A}"]}', '{labels: ["${A}"]}', '{namespace: {a: "${A:=b}"}}']) {
      const items = read(`apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\nspec: {}\n`);
      assert.ok(items.length > 0);
    }
  });
});
