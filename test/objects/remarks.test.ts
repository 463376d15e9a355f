import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldPath } from "../../src/api/field-path.ts";
import { remarksOnFields } from "../../src/objects/remarks.ts";

const unknown = (path: FieldPath, struct: string) => ({ path, struct });

test("no remark", () => {
  assert.deepEqual(remarksOnFields([], []), []);
});

test("unknown fields, with the field that was probably meant", () => {
  const fields = [
    unknown(["spec", "hotPID"], "PodSpec"),
    unknown(["spec", "containers", 0, "hostNetwork"], "Container"),
    unknown(["spec", "foo/bar"], "apps/v1.DeploymentSpec"),
  ];
  assert.deepEqual(remarksOnFields(fields, ["items", 2]), [
    {
      severity: "warning",
      code: "unknown-field",
      message:
        "unknown field spec.hotPID of PodSpec: the API server drops it, or rejects it under strict validation (kubectl's default); did you mean hostPID?",
      path: ["items", 2, "spec", "hotPID"],
    },
    {
      severity: "warning",
      code: "unknown-field",
      message:
        "unknown field spec.containers[0].hostNetwork of Container: the API server drops it, or rejects it under strict validation (kubectl's default); hostNetwork belongs in the pod's spec",
      path: ["items", 2, "spec", "containers", 0, "hostNetwork"],
    },
    {
      severity: "warning",
      code: "unknown-field",
      message:
        "unknown field spec[foo/bar] of DeploymentSpec: the API server drops it, or rejects it under strict validation (kubectl's default)",
      path: ["items", 2, "spec", "foo/bar"],
    },
  ]);
});

for (const directive of [
  "$patch",
  "$retainKeys",
  "$setElementOrder/containers",
  "$deleteFromPrimitiveList/finalizers",
]) {
  test(`${directive} makes a patch, with one remark`, () => {
    const fields = [
      unknown(["spec", "x"], "PodSpec"),
      unknown(["spec", "containers", 0, directive], "Container"),
      unknown(["spec", directive], "PodSpec"),
    ];
    assert.deepEqual(
      remarksOnFields(fields, []).map(({ code, path }) => [code, path]),
      [
        ["patch", ["spec", "containers", 0, directive]],
        ["unknown-field", ["spec", "x"]],
      ],
    );
  });
}

test("the operation of a patch", () => {
  const [remark] = remarksOnFields([unknown(["$patch"], "Pod")], []);
  assert.equal(remark?.message, "a patch, not a whole object: lint the output of kustomize: kubectl pss lint -k DIR");
});

test("other fields with a dollar are not directives", () => {
  assert.deepEqual(
    remarksOnFields([unknown(["$patches"], "Pod"), unknown(["$ref"], "Pod")], []).map(({ code }) => code),
    ["unknown-field", "unknown-field"],
  );
});

test("most of very many unknown fields are only counted", () => {
  const fields = Array.from({ length: 250 }, (_, index) => unknown(["spec", `field${index}`], "PodSpec"));
  const remarks = remarksOnFields(fields, ["items", 2]);
  assert.equal(remarks.length, 101);
  assert.equal(
    remarks[99]?.message,
    "unknown field spec.field99 of PodSpec: the API server drops it, or rejects it under strict validation (kubectl's default)",
  );
  assert.deepEqual(remarks[100], {
    severity: "warning",
    code: "unknown-field",
    message:
      "150 more unknown fields: the API server drops them, or rejects them under strict validation (kubectl's default)",
    path: ["items", 2],
  });
});
