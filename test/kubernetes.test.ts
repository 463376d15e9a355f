/** Compares all mentions of the Kubernetes release with the Go library that the referee is built with. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { CHECKS } from "../src/policy/checks.ts";
import { LIBRARY_RELEASE, NEWEST_MINOR } from "../src/policy/version.ts";

/** Finds `37.2` in the names of the modules and programs of Kubernetes 1.37.2. */
const RELEASES = /\bv0\.(\d{2,}\.\d+)\b|\b(?:kubernetes|kube-apiserver) v1\.(\d+\.\d+)\b/g;
const RELEASE = LIBRARY_RELEASE.slice("v0.".length);

function read(file: string): string {
  return readFileSync(file, "utf8");
}

function releasesIn(text: string): ReadonlySet<string | undefined> {
  return new Set([...text.matchAll(RELEASES)].map(([, module, program]) => module ?? program));
}

test("the checks have the version of the referee's Go library", () => {
  assert.ok(read("test/conformance/go.mod").includes(`\tk8s.io/pod-security-admission ${LIBRARY_RELEASE}\n`));
  assert.ok(CHECKS.every(({ revisions }) => revisions.every(({ since }) => since <= NEWEST_MINOR)));
});

test("all modules of the tests' API server have the same release", () => {
  const modules = read("test/cluster/apiserver/go.mod")
    .split("\n")
    .filter((line) => / k8s\.io\/|\tk8s\.io\//.test(line));
  assert.deepEqual([...releasesIn(modules.join("\n"))], [RELEASE]);
});

/** The last release of k8s.io/kubernetes with PodSecurityPolicy, which from-psp follows. */
const LAST_WITH_POLICIES = "24.17";

test("sources and documents name no other release", () => {
  const files = globSync(["README.md", "docs/*.md", "test/golden/vectors/*.md", "{src,test}/**/*.ts"], {
    // It explains how to follow the next release.
    exclude: ["docs/contributing.md"],
  });
  for (const file of files) {
    for (const release of releasesIn(read(file))) {
      // PodSecurityPolicy exists only up to this release.
      assert.ok(release === RELEASE || release === LAST_WITH_POLICIES, `${file}: ${release}`);
    }
  }
});

test("the README has the newest version", () => {
  assert.ok(read("README.md").includes(`from v1.0 to v1.${NEWEST_MINOR}:`));
});
