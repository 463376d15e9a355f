import { runLint } from "../../src/app/lint.ts";
import { LATEST } from "../../src/policy/version.ts";
import type { Report } from "../../src/report/report.ts";
import { recordedTerminal } from "../app/terminal.ts";
import { tree } from "../sources/tree.ts";

/** A Deployment that edits fix, and a Pod that needs a decision. */
export const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: a}
spec:
  template:
    spec:
      containers: [{name: web, image: x}]
---
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: a}
spec:
  hostNetwork: true
  containers: [{name: web, image: x}]
`;

/** The report of a lint at restricted, with the patches for a page. */
export const lintedForPage = (manifest: string): Promise<Report> =>
  runLint(
    {
      ...{ failOn: "enforce", strict: false, identify: false },
      levels: [{ level: "restricted", version: LATEST }],
      accepted: { rules: [], today: "2026-12-01" },
      paths: [tree({ "a.yaml": manifest })],
      refuseReplacing: () => {},
      edits: "page",
    },
    recordedTerminal(),
  );
