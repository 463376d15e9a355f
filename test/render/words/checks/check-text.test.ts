import assert from "node:assert/strict";
import { test } from "node:test";
import type { CheckDeclaration } from "../../../../src/api/checks/check-declaration.ts";
import { CHECKS } from "../../../../src/policy/checks.ts";
import {
  changeBy,
  changesOf,
  exampleAfter,
  exampleBefore,
  exampleLines,
  firstVersion,
  foldContainers,
  overriddenText,
  withVersions,
} from "../../../../src/render/words/checks/check-text.ts";

const CHECK: CheckDeclaration = {
  id: "doors",
  level: "baseline",
  title: "Doors",
  requirement: "Doors are shut.",
  description: "It is cold.",
  restrictedFields: ["spec.containers[*].door", "spec.initContainers[*].door", "spec.ephemeralContainers[*].door"],
  allowedValues: ["shut", "locked"],
  remediation: "Shut them.",
  example: "\n kind: Pod\n-door: open\n+door: shut\n",
  fix: { kind: "add", risk: "low", edit: "Shuts them.", mayBreak: "draughts" },
  revisions: [
    {
      since: 3,
      cel: "true",
      restrictedFields: ['metadata.annotations["door"]', "spec.containers[*].door"],
      allowedValues: ["ajar", "shut"],
    },
    { since: 5, cel: "true", change: "Allows locked.", effect: "relaxes", allowedValues: ["ajar", "shut", "locked"] },
    { since: 9, cel: "true", change: "Judges fields." },
  ],
};

const OVERRIDING: CheckDeclaration = {
  ...CHECK,
  id: "doors_restricted",
  level: "restricted",
  revisions: [
    { since: 0, cel: "true" },
    { since: 7, cel: "true", overrides: ["doors"], change: "Takes the place of doors." },
  ],
};

test("values of the newest revision come first, then older values, each with its versions", () => {
  assert.deepEqual(withVersions(CHECK, "allowedValues"), [
    { text: "shut", versions: "" },
    { text: "locked", versions: "from v1.5" },
    { text: "ajar", versions: "up to v1.8" },
  ]);
});

test("fields have the same order, once for all lists of containers", () => {
  assert.deepEqual(foldContainers(withVersions(CHECK, "restrictedFields")), {
    isFolded: true,
    fields: [
      { text: "spec.containers[*].door", versions: "" },
      { text: 'metadata.annotations["door"]', versions: "up to v1.4" },
    ],
  });
  const fields = [{ text: "spec.hostPID", versions: "" }];
  assert.deepEqual(foldContainers(fields), { isFolded: false, fields });
});

test("a check begins with its first revision", () => {
  assert.equal(firstVersion(CHECK), "v1.3");
  assert.equal(firstVersion({ ...CHECK, revisions: [] }), "v1.0");
});

test("the changes are the texts of the revisions", () => {
  assert.deepEqual(changesOf(CHECK), [
    { version: "v1.5", effect: "relaxes", label: "relaxes", text: "Allows locked." },
    { version: "v1.9", effect: "changes", label: "changes", text: "Judges fields." },
  ]);
});

/** The texts of a check's first revision. */
const BEGINNINGS: readonly {
  readonly name: string;
  readonly revision: CheckDeclaration["revisions"][number];
  readonly effect: string;
  readonly label: string;
  readonly text: string;
}[] = [
  {
    name: "a new check tightens",
    revision: { since: 1, cel: "true" },
    effect: "tightens",
    label: "tightens",
    text: "Doors are shut.",
  },
  {
    name: "a check with the rule of another check replaces it",
    revision: { since: 1, cel: "true", overrides: ["windows"], change: "It has the same rule." },
    effect: "replaces",
    label: "replaces windows",
    text: "Doors are shut. It has the same rule.",
  },
  {
    name: "a check with a stricter rule than another check tightens it",
    revision: {
      since: 1,
      cel: "true",
      overrides: ["windows"],
      change: "Takes the place of windows.",
      effect: "tightens",
    },
    effect: "tightens",
    label: "tightens",
    text: "Doors are shut. Takes the place of windows.",
  },
];

for (const { name, revision, effect, label, text } of BEGINNINGS) {
  test(name, () => {
    assert.deepEqual(changeBy({ check: { ...CHECK, revisions: [revision] }, revision }), {
      version: "v1.1",
      effect,
      label,
      text,
    });
  });
}

test("no change repeats a word of its label, or the label's checks", () => {
  const repeated = CHECKS.flatMap((check) =>
    changesOf(check).flatMap(({ label, text }) => {
      const [verb = "", ...names] = label.split(/\W+/);
      const stem = verb.replace(/e?s$/, "");
      // A rule may name its earlier check.
      return text.toLowerCase().startsWith(stem) || text.startsWith(`${names[0]} `) ? [`${check.id}: ${text}`] : [];
    }),
  );
  assert.deepEqual(repeated, []);
});

test("the replacement of a check is named with its first version", () => {
  assert.equal(
    overriddenText(CHECK, [CHECK, OVERRIDING]),
    "At the restricted level doors_restricted replaces it from v1.7 on.",
  );
  const always = { ...OVERRIDING, revisions: [{ since: 0, cel: "true", overrides: ["doors"] }] };
  assert.equal(overriddenText(CHECK, [CHECK, always]), "At the restricted level doors_restricted replaces it.");
  assert.equal(overriddenText(OVERRIDING, [CHECK, OVERRIDING]), "");
});

test("an example is two objects", () => {
  assert.deepEqual(exampleLines(CHECK), [" kind: Pod", "-door: open", "+door: shut"]);
  assert.equal(exampleBefore(CHECK), "kind: Pod\ndoor: open\n");
  assert.equal(exampleAfter(CHECK), "kind: Pod\ndoor: shut\n");
});
