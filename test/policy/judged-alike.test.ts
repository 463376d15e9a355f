import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../property.ts";
import type { Pod, Volume } from "../../src/api/pod.ts";
import { LEVELS } from "../../src/api/level.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { areJudgedAlike, judgedPartsOf } from "../../src/policy/judged-alike.ts";
import { NEWEST_MINOR, OLDEST_SERVER_MINOR, minorVersion } from "../../src/policy/version.ts";
import { decodeObject } from "../../src/objects/decode/decode.ts";
import { podOf } from "../../src/workloads/pod-template.ts";
import { randomPod } from "../conformance/pods/random-pods.ts";

const alikeIn = (a: Pod, b: Pod): boolean => areJudgedAlike(judgedPartsOf(a), judgedPartsOf(b));
const withVolumes = (...volumes: readonly Volume[]): Pod => ({ spec: { containers: [{ name: "a" }], volumes } });
const annotated = (annotations: Readonly<Record<string, string>>): Pod => ({ metadata: { annotations }, spec: {} });

const ALIKE: readonly (readonly [Pod, Pod])[] = [
  [
    { metadata: { name: "a", labels: { a: "b" } }, spec: {} },
    { metadata: { name: "b" }, spec: {} },
  ],
  [withVolumes({ name: "token-abcde", projected: {} }), withVolumes({ name: "token-fghij", projected: {} })],
  [annotated({ ip: "10.0.0.1" }), annotated({ ip: "10.0.0.2" })],
  [annotated({ ip: "10.0.0.1" }), { spec: {} }],
];

const DIFFERENT: readonly (readonly [Pod, Pod])[] = [
  [{ spec: { hostPID: true } }, { spec: {} }],
  [withVolumes(), withVolumes({ name: "a", projected: {} })],
  [withVolumes({ name: "a", projected: {} }), withVolumes({ name: "a", secret: {} })],
  [withVolumes({ name: "a", hostPath: { path: "/" } }), withVolumes({ name: "b", hostPath: { path: "/" } })],
  [withVolumes({ name: "a", nfs: {} }), withVolumes({ name: "a", secret: {} })],
  [withVolumes({ name: "a" }), withVolumes({ name: "b" })],
  [withVolumes({ name: "a", image: {} }), withVolumes({ name: "b", image: {} })],
  [withVolumes({ name: "a", nfs: {}, secret: {} }), withVolumes({ name: "b", nfs: {}, secret: {} })],
  [annotated({ "container.apparmor.security.beta.kubernetes.io/a": "unconfined" }), annotated({})],
  [
    annotated({ "seccomp.security.alpha.kubernetes.io/pod": "unconfined" }),
    annotated({ "seccomp.security.alpha.kubernetes.io/pod": "runtime/default" }),
  ],
];

test("pods are judged alike if they differ only in what no check reads", () => {
  for (const [a, b] of ALIKE) assert.ok(alikeIn(a, b) && alikeIn(b, a), JSON.stringify([a, b]));
  for (const [a, b] of DIFFERENT) assert.ok(!alikeIn(a, b) && !alikeIn(b, a), JSON.stringify([a, b]));
});

test("no check reads an annotation that does not count", () => {
  const read = CHECKS.flatMap(({ restrictedFields, revisions }) => [
    ...restrictedFields,
    ...revisions.flatMap((revision) => revision.restrictedFields ?? []),
  ]).filter((field) => field.startsWith("metadata"));
  assert.ok(read.length > 0);
  for (const field of read) {
    const key = /^metadata\.annotations\["([^"*]+)/.exec(field)?.[1] ?? assert.fail(field);
    assert.ok(!alikeIn(annotated({ [key]: "unconfined" }), { spec: {} }), key);
  }
});

const EVALUATORS = Array.from({ length: NEWEST_MINOR - OLDEST_SERVER_MINOR + 1 }, (_, index) =>
  createEvaluator(CHECKS, OLDEST_SERVER_MINOR + index),
);
const POLICIES = LEVELS.flatMap((level) =>
  [0, 18, NEWEST_MINOR].map((minor) => ({ level, version: minorVersion(minor) })),
);

/** A random pod, and a copy with other names and one change, which may matter. */
function pair(seed: number): readonly [Pod, Pod] {
  const { metadata, spec } = randomPod(seed);
  const object = { metadata, spec };
  decodeObject(object, "Pod");
  const pod = podOf("Pod", object)?.pod ?? assert.fail();
  const volumes = pod.spec.volumes?.map((volume, index) => ({ ...volume, name: `other-${index}` }));
  const { containers = [] } = pod.spec;
  return [
    pod,
    {
      metadata: { ...pod.metadata, annotations: { ...pod.metadata?.annotations, ip: "10.0.0.1" } },
      spec: {
        ...pod.spec,
        ...(volumes !== undefined && { volumes }),
        ...(seed % 3 === 0 && { containers: containers.slice(1) }),
      },
    },
  ];
}

test("random pods that are judged alike have the same violations under every policy of every server", () => {
  let [alike, tried] = [0, 0];
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const [a, b] = pair(seed);
      tried++;
      if (!alikeIn(a, b)) return;
      alike++;
      for (const evaluator of EVALUATORS) {
        for (const policy of POLICIES) assert.deepEqual(evaluator.evaluate(a, policy), evaluator.evaluate(b, policy));
      }
    }),
    { numRuns: 1000 },
  );
  assert.ok(alike > tried / 10, `${alike} of ${tried} pairs`);
});
