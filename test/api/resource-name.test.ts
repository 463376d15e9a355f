import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { groupOf, resourceName } from "../../src/api/resource-name.ts";

describe("groupOf", () => {
  const groups = { v1: "", "apps/v1": "apps", "batch.example.com/v1": "batch.example.com", "a/b/c": "a" };
  for (const [apiVersion, group] of Object.entries(groups)) {
    it(apiVersion, () => assert.equal(groupOf(apiVersion), group));
  }
});

describe("resourceName", () => {
  const cases: readonly [apiVersion: string, kind: string, name: string, text: string][] = [
    ["v1", "Pod", "web", "pod/web"],
    ["apps/v1", "Deployment", "web", "deployment.apps/web"],
    ["argoproj.io/v1alpha1", "Rollout", "web", "rollout.argoproj.io/web"],
    ["v1", "Pod", "", "pod/<unknown>"],
    ["a/b/c", "Kind", "web", "kind.a/web"],
  ];
  for (const [apiVersion, kind, name, text] of cases) {
    it(text, () => assert.equal(resourceName(apiVersion, kind, name), text));
  }
});
