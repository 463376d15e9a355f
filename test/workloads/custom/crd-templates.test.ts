import { test } from "node:test";
import assert from "node:assert/strict";
import { templatesOfCrd } from "../../../src/workloads/custom/crd-templates.ts";
import { formatTemplatePath } from "../../../src/workloads/custom/template-path.ts";

const STRING = { type: "string" };

function object(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: "object", properties };
}

function list(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: "array", items: object(properties) };
}

const CONTAINERS = list({ name: STRING, image: STRING, command: { type: "array" }, securityContext: object({}) });
const POD_SPEC = object({ containers: CONTAINERS, volumes: {}, nodeSelector: {}, tolerations: {} });
const TEMPLATE = object({ metadata: { type: "object" }, spec: POD_SPEC });

function crd(versions: readonly Record<string, unknown>[], others: Record<string, unknown> = {}) {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    spec: { group: "example.com", names: { kind: "Widget", plural: "widgets" }, versions, ...others },
  };
}

function version(name: string, properties: Record<string, unknown>, served = true): Record<string, unknown> {
  return { name, served, schema: { openAPIV3Schema: object(properties) } };
}

/** The paths in a kind with one version: `T:.spec.template`, with `partial` or `no securityContext` after it. */
function pathsIn(properties: Record<string, unknown>): string[] {
  return templatesOfCrd(crd([version("v1", properties)])).flatMap(({ templates }) =>
    templates.map(({ path, isPartial, lacksSecurityContext }) =>
      [
        formatTemplatePath(path),
        ...(isPartial === true ? ["partial"] : []),
        ...(lacksSecurityContext === true ? ["no securityContext"] : []),
      ].join(" "),
    ),
  );
}

test("a pod template is found in fields, lists and maps", () => {
  const spec = object({
    template: TEMPLATE,
    groups: list({ template: TEMPLATE }),
    roles: { type: "object", additionalProperties: object({ podSpec: POD_SPEC }) },
  });
  assert.deepEqual(pathsIn({ spec }), ["T:.spec.template", "T:.spec.groups[].template", "S:.spec.roles{}.podSpec"]);
});

test("nothing is found below a template, or in the status", () => {
  const nested = object({
    metadata: {},
    spec: object({ containers: CONTAINERS, volumes: {}, tolerations: {}, nodeSelector: {}, template: TEMPLATE }),
  });
  assert.deepEqual(pathsIn({ spec: object({ outer: nested }), status: object({ template: TEMPLATE }) }), [
    "T:.spec.outer",
  ]);
});

test("the spec of the object itself is a partial pod spec, and never a template", () => {
  assert.deepEqual(pathsIn({ metadata: {}, spec: POD_SPEC }), ["S:.spec partial"]);
});

test("a list of containers needs three more fields of a pod spec", () => {
  const containerSet = object({ containers: CONTAINERS, volumeMounts: {}, retryStrategy: {} });
  assert.deepEqual(pathsIn({ spec: object({ containerSet }) }), []);
});

test("lists of ports or images with the name containers are not containers", () => {
  const others = { volumes: {}, nodeSelector: {}, tolerations: {} };
  const ports = object({ containers: list({ name: STRING, port: STRING }), ...others });
  const images = object({ containers: list({ name: STRING, image: STRING }), ...others });
  assert.deepEqual(
    pathsIn({ spec: object({ ports, images, names: object({ containers: { type: "array", items: STRING } }) }) }),
    [],
  );
});

test("a schema without a container's securityContext cannot meet restricted", () => {
  const containers = list({ name: STRING, image: STRING, command: {} });
  const bare = object({ containers, volumes: {}, nodeSelector: {}, tolerations: {} });
  const open = object({
    containers: {
      type: "array",
      items: { ...object({ name: STRING, image: STRING, command: {} }), "x-kubernetes-preserve-unknown-fields": true },
    },
    volumes: {},
    nodeSelector: {},
    tolerations: {},
  });
  assert.deepEqual(pathsIn({ spec: object({ bare, open }) }), ["S:.spec.bare no securityContext", "S:.spec.open"]);
});

test("each served version has its own paths", () => {
  const found = templatesOfCrd(
    crd([
      version("v1alpha1", { spec: object({ old: TEMPLATE }) }, false),
      version("v1beta1", { spec: object({ pod: TEMPLATE }) }),
      version("v1", { spec: object({ template: TEMPLATE }) }),
      version("v2", { spec: object({}) }),
    ]),
  );
  assert.deepEqual(
    found.map(({ group, kind, version, templates }) => [
      group,
      kind,
      version,
      templates.map(({ path }) => formatTemplatePath(path)),
    ]),
    [
      ["example.com", "Widget", "v1beta1", ["T:.spec.pod"]],
      ["example.com", "Widget", "v1", ["T:.spec.template"]],
    ],
  );
});

test("a CRD of v1beta1 has one schema for all versions, or for its only version", () => {
  const validation = { openAPIV3Schema: object({ spec: object({ template: TEMPLATE }) }) };
  const versionsOf = (spec: object): unknown[] =>
    templatesOfCrd({
      kind: "CustomResourceDefinition",
      spec: { group: "example.com", names: { kind: "Widget" }, validation, ...spec },
    }).map(({ version }) => version);
  assert.deepEqual(versionsOf({ version: "v1" }), ["v1"]);
  assert.deepEqual(
    versionsOf({
      versions: [
        { name: "v1", served: true },
        { name: "v2", served: false },
      ],
    }),
    ["v1"],
  );
});

test("a CRD without a group, a kind, or schemas has no pods", () => {
  for (const value of [
    undefined,
    null,
    [],
    {},
    { spec: {} },
    { spec: { group: 1, names: { kind: "A" } } },
    crd([]),
    crd([{ name: 1 }]),
    crd([{ name: "v1" }]),
  ]) {
    assert.deepEqual(templatesOfCrd(value), []);
  }
});
