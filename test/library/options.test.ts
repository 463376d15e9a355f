/** A wrong option throws an Error with its name, because the caller's mistake is not a bug of kubectl pss. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { evaluatePod, lint, parseConfiguration, reviewNamespaceLabels, reviewObject } from "../../src/index.ts";

const POD = { apiVersion: "v1", kind: "Pod", metadata: { name: "web" }, spec: { containers: [{ name: "web" }] } };
const UPDATE = { name: "shop", oldLabels: {}, labels: { "pod-security.kubernetes.io/enforce": "baseline" } };

describe("a wrong option", () => {
  const input = { name: "a", objects: [POD] };
  const cases: readonly (readonly [name: string, call: () => unknown, message: string])[] = [
    ...(["levels", "namespace", "user", "strict"] as const).flatMap((name) =>
      [null, "text", 5, { a: 1 }, ["a"]]
        .filter((value) => !(name !== "levels" && name !== "strict" && value === "text"))
        .filter((value) => !(name === "levels" && Array.isArray(value)))
        .map(
          (value) =>
            [
              `lint ${name} ${JSON.stringify(value)}`,
              () => lint(input, { [name]: value } as never),
              `${name}: expected ${{ levels: "a list of levels", namespace: "a string", user: "a string", strict: "true or false" }[name]}, found ${foundOf(value)}`,
            ] as const,
        ),
    ),
    [
      "an item of levels",
      () => lint(input, { levels: ["baseline"] } as never),
      'levels[0]: expected an object, found "baseline"',
    ],
    [
      "the version of a level",
      () => lint(input, { levels: [{ level: "baseline" }, { level: "baseline", version: "1.30" }] }),
      'levels[1].version: must be "latest" or "v1.x", found "1.30"',
    ],
    ...[null, "strict", 1, []].flatMap((value) => {
      const message = `options: expected an object, found ${foundOf(value)}`;
      return [
        ["lint", () => lint(input, value as never), message],
        ["evaluatePod", () => evaluatePod(POD, value as never), message],
        ["reviewObject", () => reviewObject(POD, value as never), message],
        ["reviewNamespaceLabels", () => reviewNamespaceLabels(UPDATE, value as never), message],
      ] as const;
    }),
    [
      "no options of evaluatePod",
      () => evaluatePod(POD, undefined as never),
      "options: expected an object, found nothing",
    ],
    [
      "no options of reviewObject",
      () => reviewObject(POD, undefined as never),
      "options: expected an object, found nothing",
    ],
    [
      "namespace of reviewObject",
      () => reviewObject(POD, { namespaceLabels: {}, namespace: 5 } as never),
      "namespace: expected a string, found a number",
    ],
    [
      "user of reviewObject",
      () => reviewObject(POD, { namespaceLabels: {}, user: ["a"] } as never),
      "user: expected a string, found a list",
    ],
    [
      "labels in a Map",
      () => reviewObject(POD, { namespaceLabels: new Map(Object.entries(UPDATE.labels)) } as never),
      "namespaceLabels: expected an object of strings, found an object",
    ],
    ["no update", () => reviewNamespaceLabels(null as never), "update: expected an object, found null"],
    [
      "no name of an update",
      () => reviewNamespaceLabels({ ...UPDATE, name: undefined } as never),
      "name: expected the name of the Namespace, found nothing",
    ],
    [
      "an empty name",
      () => reviewNamespaceLabels({ ...UPDATE, name: "" }),
      'name: expected the name of the Namespace, found ""',
    ],
    [
      "pods of an update",
      () => reviewNamespaceLabels({ ...UPDATE, pods: {} } as never),
      "pods: expected a list of pods, found an object",
    ],
    [
      "configuration null",
      () => lint(input, { configuration: null } as never),
      "configuration: expected a value of parseConfiguration, found null",
    ],
    [
      "serverVersion null",
      () => lint(input, { serverVersion: null } as never),
      "serverVersion: expected v1.N, found null",
    ],
    [
      "parseConfiguration null",
      () => parseConfiguration(null as never),
      "configuration: expected a text or an object, found null",
    ],
    [
      "parseConfiguration of a list",
      () => parseConfiguration([]),
      "configuration: expected a text or an object, found a list",
    ],
    [
      "parseConfiguration of a function",
      () => parseConfiguration(() => 1),
      "configuration: expected a text or an object, found a function",
    ],
    [
      "parseConfiguration of an object that throws",
      () => parseConfiguration(THROWING),
      "configuration: expected a text or an object as JSON has it, found one that cannot be copied",
    ],
  ];
  for (const [name, call, message] of cases) {
    it(`throws: ${name}: ${message}`, () => {
      assert.throws(call, { name: "Error", message });
    });
  }

  it("may be undefined, as if it were missing", () => {
    const options = { levels: undefined, namespace: undefined, user: undefined, strict: undefined, failOn: undefined };
    assert.deepEqual(lint(input, options), lint(input));
  });
});

function foundOf(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "number" ? "a number" : "an object";
}

const SECRET = "hunter2";
const THROWING = {
  get spec(): never {
    throw new Error(SECRET);
  },
};
const UNSERIALIZABLE = {
  toJSON(): never {
    throw new TypeError(SECRET);
  },
};

describe("an object that throws when it is read", () => {
  for (const object of [THROWING, UNSERIALIZABLE]) {
    it(`is unreadable, is not a bug, and its error is not repeated: ${Object.keys(object).join()}`, () => {
      const reasons = [
        evaluatePod(object, { level: "baseline" }).unreadable,
        reviewObject(object, { namespaceLabels: {} }).unreadable,
        reviewNamespaceLabels({ ...UPDATE, pods: [object] }).unreadable,
        lint({ name: "a", objects: [POD, object] }).unreadable[0]?.message,
      ];
      for (const reason of reasons) {
        assert.match(reason ?? "", /cannot be judged: a getter, a proxy or a toJSON of this object throws an error$/);
        assert.ok(!reason?.includes(SECRET));
      }
      assert.equal(lint({ name: "a", objects: [POD, object] }).summary.workloads, 1);
    });
  }
});

describe("options", () => {
  it("accept a bigint in a configuration as an integer", () => {
    assert.throws(() => parseConfiguration({ x: 1n }), /^Error: line 1: (?!.*bug)/);
  });

  it("contain a level once, even if it is there twice", () => {
    const levels = [{ level: "baseline" }, { level: "baseline", version: "latest" }, { level: "restricted" }] as const;
    const [workload] = lint({ name: "a", objects: [POD] }, { levels }).namespaces[0]?.workloads ?? [];
    assert.deepEqual(
      workload?.results.map(({ level, version }) => [level, version]),
      [
        ["baseline", "latest"],
        ["restricted", "latest"],
      ],
    );
  });
});
