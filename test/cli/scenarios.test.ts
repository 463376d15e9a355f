import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assertMatchesSchema } from "../docs/schema/schemas.ts";
import { wrap } from "../../src/render/words/lines.ts";
import { assertGolden } from "../golden/golden.ts";
import { runCli, type CliSetting } from "./run-cli.ts";

const LINT = "test/fixtures/lint";
const CUSTOM = "test/fixtures/custom";
/** Manifests of Argo CD and Flux. */
const GITOPS = "test/fixtures/gitops";
/** A dump of an OpenShift cluster. */
const OPENSHIFT = "test/fixtures/openshift/dump.yaml";
/** Configurations of Pod Security Admission, and a Pod. */
const CONFIGURATIONS = "test/fixtures/configurations";
/** Manifests to fix. */
const FIX = "test/fixtures/fix";
const EVIDENCE = "test/fixtures/fix-evidence";
const WITH_EVIDENCE = ["--evidence", `${EVIDENCE}/pods.yaml`, `${FIX}/web.yaml`, `${EVIDENCE}/db.yaml`];
const DUMP = "test/fixtures/audit/dump.yaml";
/** A dump with finished Jobs and pods, and with rejected ones. */
const FINISHED = "test/fixtures/audit/finished.yaml";
/** A dump of two clusters. */
const TWO_CLUSTERS = "test/fixtures/audit/two-clusters.yaml";
/** Dumps of invented clusters of v1.24 with PodSecurityPolicies. */
const PSP = "test/fixtures/psp";
/** Audit logs of an invented cluster, and its namespaces. */
const LOGS = "test/fixtures/history";
const NAMESPACES = `${LOGS}/namespaces.yaml`;
/** A dump of that cluster, and the report of its log. */
const WITH_HISTORY = ["-f", NAMESPACES, "-f", `${LOGS}/workloads.yaml`, "--history", `${LOGS}/report.json`];
const POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: piped}\nspec: {containers: [{name: a, image: a}]}\n";

const REJECTED =
  'Error from server (Forbidden): error when creating "web.yaml": pods "web" is forbidden: violates PodSecurity "restricted:latest": ' +
  'allowPrivilegeEscalation != false (containers "app", "log" must set securityContext.allowPrivilegeEscalation=false), ' +
  'unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]; ' +
  'container "log" must not include "NET_ADMIN" in securityContext.capabilities.add), ' +
  'restricted volume types (volume "data" uses restricted volume type "hostPath"), ' +
  'runAsNonRoot != true (pod or containers "app", "log" must set securityContext.runAsNonRoot=true)';
/** The output of kubectl apply for two manifests. */
const APPLIED =
  "service/web unchanged\n" +
  'Warning: would violate PodSecurity "restricted:v1.30": seccompProfile (pod or container "web" must set ' +
  'securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")\n' +
  "deployment.apps/web created\n" +
  `${REJECTED}\n`;
const NAMESPACE_WARNINGS =
  'Warning: existing pods in namespace "shop" violate the new PodSecurity enforce level "restricted:latest"\n' +
  "Warning: web-0 (and 2 other pods): runAsNonRoot != true, seccompProfile\n" +
  "namespace/shop labeled\n";
/** A message whose names and values try to reach the terminal and the runner of a CI job. */
const HOSTILE =
  'pods "web\\x1b[31m" is forbidden: violates PodSecurity "restricted:latest": unrestricted capabilities ' +
  '(container "a\u001b[2J" must not include "X\u202e\u001b]0;t\u0007", "##[error]" in securityContext.capabilities.add), ' +
  "new rule (::error::\u001b[0m)\n";

/** Command lines by their golden file in test/golden/commands, which has their complete output and their exit code. */
const SCENARIOS: Readonly<Record<string, { readonly args: readonly string[] } & CliSetting>> = {
  "kubectl-pss/help": { args: ["--help"] },
  "kubectl-pss/no-command": { args: [] },
  "kubectl-pss/unknown-command": { args: ["lnit", "x"] },
  "lint/pod-security-policy": { args: ["lint", `${PSP}/manifest.yaml`] },
  "lint/unknown-flag": { args: ["lint", "--levle", "restricted", LINT] },
  "from-psp/help": { args: ["from-psp", "--help"] },
  "from-psp/mutating": { args: ["from-psp", "-f", `${PSP}/mutating.json`] },
  "from-psp/open-80-columns": { args: ["from-psp", "-f", `${PSP}/open.json`], columns: 80, env: { NO_COLOR: "1" } },
  "from-psp/namespace": { args: ["from-psp", "-n", "shop", "-f", `${PSP}/clean.json`, "--no-headers"] },
  "from-psp/json": { args: ["from-psp", "-f", `${PSP}/mutating.json`, "-o", "json"] },
  "from-psp/markdown": { args: ["from-psp", "-f", `${PSP}/mutating.json`, "-o", "markdown"] },
  "from-psp/no-policy": { args: ["from-psp", "-f", DUMP] },
  "history/help": { args: ["history", "--help"] },
  "history/print-audit-policy": { args: ["history", "--print-audit-policy"] },
  "history/print-audit-policy-of-log": { args: ["history", "--print-audit-policy", `${LOGS}/audit.log`] },
  "history/check-audit-policy": { args: ["history", "--check-audit-policy", `${LOGS}/audit-policy.yaml`] },
  "history/check-audit-policy-80-columns": {
    args: ["history", "--check-audit-policy", `${LOGS}/audit-policy.yaml`],
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "history/check-no-audit-policy": { args: ["history", "--check-audit-policy", NAMESPACES] },
  "history/check-audit-policy-in-json": {
    args: ["history", "--check-audit-policy", `${LOGS}/audit-policy.yaml`, "-o", "json"],
  },
  "history/server-metrics": {
    args: ["history", "--server-metrics", `${LOGS}/metrics/now.txt`, "--since-metrics", `${LOGS}/metrics/old.txt`],
  },
  "history/server-metrics-80-columns": {
    args: ["history", "--server-metrics", "-", "--fail-on", "audit"],
    stdin:
      'apiserver_x 1\npod_security_evaluations_total{decision="deny",mode="audit",policy_level="restricted",policy_version="latest",resource="pod"} 1234\n',
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "history/several-servers": {
    args: ["history", "--server-metrics", "-"],
    stdin: "process_start_time_seconds 1.79e+09\napiserver_x 1\nprocess_start_time_seconds 1.79e+09\n",
  },
  "history/no-server-metrics": { args: ["history", "--server-metrics", `${LOGS}/audit-policy.yaml`] },
  "history/missing-server-metrics": { args: ["history", "--server-metrics", "no/such/metrics.txt"] },
  "history/since-metrics-alone": { args: ["history", "--since-metrics", `${LOGS}/metrics/old.txt`] },
  "history/unused-flags": {
    args: ["history", "--server-metrics", "-", "-n", "shop", "--since", "7d", "--context", "prod"],
  },
  "history/labels-and-cluster": {
    args: ["history", "--namespaces", `${LOGS}/namespaces.yaml`, "--context", "prod", `${LOGS}/audit.log`],
  },
  "history/unused-flag": { args: ["history", "--print-audit-policy", "--fail-on", "audit"] },
  "history/two-jobs": { args: ["history", "--print-audit-policy", "--server-metrics", "-"] },
  "history/nothing": { args: ["history"] },
  "history/log": { args: ["history", "--namespaces", NAMESPACES, `${LOGS}/audit.log`] },
  "history/log-100-columns": {
    args: ["history", "--namespaces", NAMESPACES, `${LOGS}/audit.log`],
    columns: 100,
    env: { NO_COLOR: "1" },
  },
  "history/log-wide": { args: ["history", "--namespaces", NAMESPACES, `${LOGS}/audit.log`, "-o", "wide"] },
  "history/still-there": {
    args: ["history", "--namespaces", `${LOGS}/cluster.yaml`, "-n", "shop", `${LOGS}/audit.log`, "-o", "wide"],
  },
  "history/still-there-under-a-pinned-version": {
    args: ["history", "--namespaces", `${LOGS}/pinned.yaml`, `${LOGS}/pinned.log`],
  },
  "history/still-there-in-markdown": {
    args: ["history", "--namespaces", `${LOGS}/cluster.yaml`, "-n", "shop", `${LOGS}/audit.log`, "-o", "markdown"],
  },
  "history/rejected-now": {
    args: ["history", "--namespaces", `${LOGS}/rejected.yaml`, "-n", "monthly", `${LOGS}/audit.log`],
  },
  "history/rejected-now-80-columns": {
    args: ["history", "--namespaces", `${LOGS}/rejected.yaml`, `${LOGS}/audit.log`],
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "history/rejected-in-another-namespace": {
    args: ["history", "--namespaces", `${LOGS}/rejected.yaml`, "-n", "shop", `${LOGS}/audit.log`, "--no-headers"],
  },
  "history/server-metrics-of-another-server": {
    args: ["history", "--server-metrics", `${LOGS}/metrics/old.txt`, "--since-metrics", `${LOGS}/metrics/now.txt`],
  },
  "history/log-json": { args: ["history", "--namespaces", NAMESPACES, `${LOGS}/audit.log`, "-o", "json"] },
  "history/log-markdown": { args: ["history", "--namespaces", NAMESPACES, `${LOGS}/audit.log`, "-o", "markdown"] },
  "history/log-prometheus": {
    args: ["history", "--namespaces", NAMESPACES, "--no-timestamp", `${LOGS}/audit.log`, "-o", "prometheus"],
  },
  "history/output-over-input": {
    args: ["history", "--namespaces", NAMESPACES, `${LOGS}/audit.log`, "-o", `json=${NAMESPACES}`],
  },
  "history/no-headers": {
    args: ["history", "--namespaces", NAMESPACES, "--no-headers", "-l", "team=a", `${LOGS}/audit.log`],
  },
  "history/blocked-80-columns": {
    args: ["history", "-n", "shop", "--namespaces", NAMESPACES, "--since", "28d", `${LOGS}/audit.log`],
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "history/not-audited-80-columns": {
    args: ["history", "-n", "legacy", "--namespaces", NAMESPACES, `${LOGS}/audit.log`],
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "history/fail-on-enforce": {
    args: [
      "history",
      "--namespaces",
      NAMESPACES,
      "--fail-on",
      "enforce",
      "--no-headers",
      "-n",
      "shop",
      `${LOGS}/audit.log`,
    ],
  },
  "history/no-cluster": { args: ["history", "--kubeconfig", "no/such/config", `${LOGS}/audit.log`] },
  "history/hostile": {
    args: ["history", "--namespaces", NAMESPACES, `${LOGS}/hostile.log`, "-o", "wide", "-n", "shop"],
  },
  "history/no-audit-log": { args: ["history", "--namespaces", NAMESPACES, NAMESPACES] },
  "history/no-audit-log-80-columns": { args: ["history", "--namespaces", NAMESPACES, NAMESPACES], columns: 80 },
  "history/no-audit-log-in-markdown": {
    args: ["history", "--namespaces", NAMESPACES, NAMESPACES, "-o", "markdown"],
  },
  "history/one-is-no-audit-log": {
    args: ["history", "--namespaces", NAMESPACES, "-n", "shop", NAMESPACES, `${LOGS}/audit.log`],
  },
  "history/stdin": { args: ["history", "--namespaces", NAMESPACES, "-n", "shop", "-"], stdin: "I1130 hello\n" },
  "history/missing-log": { args: ["history", "--namespaces", NAMESPACES, "no/such/audit.log"] },
  "history/bad-since": { args: ["history", "--since", "2026-02-30", `${LOGS}/audit.log`] },
  "history/empty-window": {
    args: ["history", "--since", "1d", "--until", "2d", "--namespaces", NAMESPACES, `${LOGS}/audit.log`],
  },
  "history/no-namespaces": { args: ["history", "--namespaces", `${LINT}/clean.yaml`, `${LOGS}/audit.log`] },
  "history/selector-without-labels": {
    args: ["history", "--kubeconfig", "no/such/config", "-l", "team=a", `${LOGS}/audit.log`],
  },
  "history/namespace-and-selector": { args: ["history", "-n", "shop", "-l", "team=a", `${LOGS}/audit.log`] },
  "history/stdin-twice": { args: ["history", "--namespaces", "-", "-"] },
  "history/unknown-namespace": { args: ["history", "--namespaces", NAMESPACES, "-n", "shp", `${LOGS}/audit.log`] },
  "history/some-unknown-namespaces": {
    args: ["history", "--namespaces", NAMESPACES, "-n", "shp,payments", "--no-headers", `${LOGS}/audit.log`],
  },
  "history/empty-namespace": {
    args: ["history", "--namespaces", NAMESPACES, "-n", "", "--no-headers", `${LOGS}/audit.log`],
  },
  "history/bad-output": { args: ["history", "-o", "sarif", `${LOGS}/audit.log`] },
  "fix/help": { args: ["fix", "--help"] },
  "fix/nothing": { args: ["fix"] },
  "fix/diff": { args: ["fix", `${FIX}/web.yaml`, `${FIX}/deployment.json`] },
  "fix/diff-80-columns": { args: ["fix", `${FIX}/web.yaml`], columns: 80, env: { NO_COLOR: "1" } },
  "fix/example": { args: ["fix", "--take-away", "examples/shop.yaml"] },
  "fix/left": { args: ["fix", `${FIX}/agent.yaml`] },
  "fix/left-80-columns": { args: ["fix", `${FIX}/agent.yaml`], columns: 80, env: { NO_COLOR: "1" } },
  "fix/take-away": { args: ["fix", "--take-away", "--name", "proxy", `${FIX}/agent.yaml`] },
  "fix/force": { args: ["fix", "--force", "--name=agent", `${FIX}/agent.yaml`] },
  "fix/only": { args: ["fix", "--only", "seccompProfile_restricted", `${FIX}/agent.yaml`, `${FIX}/web.yaml`] },
  "fix/only-unknown": { args: ["fix", "--only", "seccompProfile_restrict", `${FIX}/web.yaml`] },
  "fix/level": { args: ["fix", "--level", "baseline", "--exit-code", `${FIX}/web.yaml`] },
  "fix/exit-code": { args: ["fix", "--exit-code", "-o", "patch", `${FIX}/deployment.json`] },
  "fix/json": { args: ["fix", "-o", "json", FIX] },
  "fix/patch": { args: ["fix", "-o", "patch", `${FIX}/web.yaml`, `${FIX}/rendered.yaml`] },
  "fix/json6902": { args: ["fix", "-o", "json6902", `${FIX}/web.yaml`] },
  "fix/kustomize": { args: ["fix", "-o", "kustomize", `${FIX}/web.yaml`, `${FIX}/rendered.yaml`] },
  "fix/rendered": { args: ["fix", `${FIX}/rendered.yaml`] },
  "fix/chart": { args: ["fix", "test/fixtures/rendered/chart"] },
  "fix/unreadable": { args: ["fix", `${LINT}/broken.yaml`, `${FIX}/deployment.json`] },
  "fix/evidence": { args: ["fix", ...WITH_EVIDENCE] },
  "fix/evidence-80-columns": { args: ["fix", ...WITH_EVIDENCE], columns: 80, env: { NO_COLOR: "1" } },
  "fix/evidence-json": { args: ["fix", "-o", "json", ...WITH_EVIDENCE] },
  "fix/evidence-force": { args: ["fix", "--force", "-o", "patch", ...WITH_EVIDENCE] },
  "fix/evidence-none": { args: ["fix", "--evidence", `${EVIDENCE}/db.yaml`, `${EVIDENCE}/db.yaml`] },
  "fix/evidence-unused": { args: ["fix", "--context", "prod", `${EVIDENCE}/db.yaml`] },
  "fix/accepted": { args: ["fix", `${EVIDENCE}/accepted.yaml`] },
  "fix/accepted-only": { args: ["fix", "--take-away", "--only", "hostPorts", `${EVIDENCE}/accepted.yaml`] },
  "fix/accepted-json": { args: ["fix", "-o", "json", `${EVIDENCE}/accepted.yaml`] },
  "fix/render": { args: ["fix", "--render", "--set", "a=b", "test/fixtures/rendered"] },
  "fix/filter": { args: ["fix", "-"], stdin: `# first\n${POD}---\na: [1\n---\nkind: ConfigMap # kept\n` },
  "fix/filter-diff": { args: ["fix", "-o", "diff", "-"], stdin: POD },
  "fix/write-stdin": { args: ["fix", "--write", "-"], stdin: POD },
  "fix/write-patch": { args: ["fix", "--write", "-o", "patch", `${FIX}/web.yaml`] },
  "plan/help": { args: ["plan", "--help"] },
  "plan/dump": { args: ["plan", "-f", DUMP] },
  "plan/dump-80-columns": { args: ["plan", "-f", DUMP], columns: 80, env: { NO_COLOR: "1" } },
  "plan/dump-admission-config": { args: ["plan", "-f", DUMP, "--admission-config", `${LINT}/admission.yaml`] },
  "plan/dump-namespaces": { args: ["plan", "-n", "shop", "-n", "payments", "-f", DUMP] },
  "plan/dump-step": { args: ["plan", "-f", DUMP, "--step", "1"] },
  "plan/dump-last-step": { args: ["plan", "-f", DUMP, "--step=4"] },
  "plan/dump-commands": {
    args: ["plan", "-f", DUMP, "-o", "commands", "--target", "baseline", "--max-step", "1", "--skip", "shop,legacy"],
  },
  "plan/dump-keep": {
    args: ["plan", "-f", DUMP, "--keep-privileged", "kube-system", "--pin", "v1.37", "-o", "commands"],
  },
  "plan/empty-name": { args: ["plan", "-f", DUMP, "--keep-privileged="] },
  "plan/dump-unreadable": { args: ["plan", "-f", DUMP, `${LINT}/broken.yaml`] },
  "plan/history": { args: ["plan", ...WITH_HISTORY] },
  "plan/history-80-columns": { args: ["plan", ...WITH_HISTORY], columns: 80, env: { NO_COLOR: "1" } },
  "plan/history-wide": { args: ["plan", ...WITH_HISTORY, "-o", "wide", "-n", "shop,catalog"] },
  "plan/history-json": { args: ["plan", ...WITH_HISTORY, "-o", "json", "-n", "shop"] },
  "plan/history-markdown": { args: ["plan", ...WITH_HISTORY, "-o", "markdown", "-n", "shop,catalog"] },
  "plan/history-of-another-cluster": {
    args: ["plan", "-f", DUMP, "--target", "baseline", "--history", `${LOGS}/report.json`],
  },
  "plan/no-history": { args: ["plan", "-f", DUMP, "--history", NAMESPACES] },
  "plan/missing-history": { args: ["plan", "-f", DUMP, "--history", "no/such/history.json"] },
  "plan/finished": { args: ["plan", "-f", FINISHED] },
  "plan/finished-commands": { args: ["plan", "-f", FINISHED, "-o", "commands", "--step", "3"] },
  "plan/two-clusters": { args: ["plan", "-f", TWO_CLUSTERS] },
  "plan/two-clusters-commands": { args: ["plan", "-f", TWO_CLUSTERS, "-o", "commands", "--target", "baseline"] },
  "plan/bad-step": { args: ["plan", "-f", DUMP, "--step", "5"] },
  "plan/bad-max-step": { args: ["plan", "-f", DUMP, "--max-step", "0"] },
  "plan/bad-target": { args: ["plan", "-f", DUMP, "--target", "privileged"] },
  "plan/bad-pin": { args: ["plan", "-f", DUMP, "--pin", "1.30"] },
  "plan/bad-output": { args: ["plan", "-f", DUMP, "-o", "sarif"] },
  "plan/namespace-argument": { args: ["plan", "--step", "1", "payments", "-f", DUMP] },
  "plan/version-of-program": { args: ["plan", "-f", DUMP, "--version", "v1.30"] },
  "plan/unknown-namespace": { args: ["plan", "-n", "nowhere", "-f", DUMP] },
  "lint/help": { args: ["lint", "--help"] },
  "lint/nothing": { args: ["lint"] },
  "lint/missing-path": { args: ["lint", "no/such/file.yaml"] },
  "lint/missing-glob": { args: ["lint", "no/such/*.yaml"] },
  "lint/url": { args: ["lint", "https://example.com/pod.yaml"] },
  "lint/namespace-argument": { args: ["lint", "payments"] },
  "lint/url-with-password": { args: ["lint", "-f", "HTTPS://me:secret@example.com/k?ref=main"] },
  "lint/recursive-filename": { args: ["lint", "-R", "-f", `${LINT}/team-a`, "-o", "name", `${LINT}/pod.yaml`] },
  "lint/not-recursive": { args: ["lint", "-R=false", LINT] },
  "lint/future-level": { args: ["lint", "--level", "restricted:v1.99", `${LINT}/clean.yaml`] },
  "dry-run/future-version": { args: ["dry-run", "-f", DUMP, "-n", "shop", "--enforce", "baseline:v1.99"] },
  "lint/chart-file": { args: ["lint", "test/fixtures/rendered/chart/Chart.yaml"] },
  "lint/chart-template": { args: ["lint", "test/fixtures/rendered/chart/templates/deployment.yaml"], columns: 80 },
  "audit/openshift": { args: ["audit", "-f", OPENSHIFT] },
  "audit/openshift-namespace": { args: ["audit", "-f", OPENSHIFT, "-n", "orders", "--messages"] },
  "audit/openshift-json": { args: ["audit", "-f", OPENSHIFT, "-n", "orders", "-o", "json", "--no-timestamp"] },
  "audit/openshift-level": { args: ["audit", "-f", OPENSHIFT, "--level", "restricted", "-o", "name"] },
  "dry-run/openshift": { args: ["dry-run", "-A", "-f", OPENSHIFT, "--enforce", "restricted"] },
  "plan/openshift": { args: ["plan", "-f", OPENSHIFT] },
  "lint/argo-cd": { args: ["lint", `${GITOPS}/argo-cd.yaml`] },
  "lint/flux": { args: ["lint", `${GITOPS}/flux.yaml`] },
  "lint/configurations": { args: ["lint", `${CONFIGURATIONS}/rancher.yaml`, `${CONFIGURATIONS}/pod.yaml`] },
  "lint/talos": { args: ["lint", "--admission-config", `${CONFIGURATIONS}/talos.yaml`, `${CONFIGURATIONS}/pod.yaml`] },
  "lint/rancher": { args: ["lint", "--admission-config", `${CONFIGURATIONS}/rancher.yaml`, CONFIGURATIONS] },
  "lint/rancher-wrong": {
    args: ["lint", "--admission-config", `${CONFIGURATIONS}/rancher-wrong.yaml`, `${CONFIGURATIONS}/pod.yaml`],
  },
  "audit/configuration-in-dump": { args: ["audit", "-f", DUMP, `${CONFIGURATIONS}/talos.yaml`, "-n", "shop"] },
  "lint/nothing-to-judge": { args: ["lint", `${LINT}/admission.yaml`], columns: 80 },
  "lint/fail-on-empty": { args: ["lint", "--fail-on-empty", `${LINT}/admission.yaml`] },
  "lint/fail-on-empty-found": { args: ["lint", "--fail-on-empty", `${LINT}/clean.yaml`] },
  "lint/bad-level": { args: ["lint", "--level", "strict", LINT] },
  "lint/bad-version": { args: ["lint", "--level", "restricted:1.30", LINT] },
  "lint/bad-server-version": { args: ["lint", "--server-version", "1.30.2", LINT] },
  "lint/future-server-version": { args: ["lint", "--server-version", "v1.99", `${LINT}/clean.yaml`] },
  "lint/bad-fail-on": { args: ["lint", "--fail-on", "everything", LINT] },
  "lint/bad-output": { args: ["lint", "-o", "no-such-format", LINT] },
  "lint/team-a": { args: ["lint", `${LINT}/team-a`] },
  "lint/team-a-80-columns": { args: ["lint", `${LINT}/team-a`], columns: 80, env: { NO_COLOR: "1" } },
  "lint/team-a-messages": { args: ["lint", "--messages", `${LINT}/team-a`] },
  "lint/messages-in-json": { args: ["lint", "--messages", "-o", "json", `${LINT}/team-a`] },
  "lint/nothing-fails": { args: ["lint", "--fail-on", "none", `${LINT}/team-a`, `${LINT}/clean.yaml`] },
  "lint/team-a-wide": { args: ["lint", "-o", "wide", `${LINT}/team-a`] },
  "lint/team-a-json": { args: ["lint", "-o", "json", `${LINT}/team-a`] },
  "lint/team-a-yaml": { args: ["lint", "-o", "yaml", `${LINT}/team-a`] },
  "lint/team-a-name": { args: ["lint", "-o", "name", `${LINT}/team-a`] },
  "lint/team-a-strict": { args: ["lint", "--strict", `${LINT}/team-a`] },
  "lint/no-headers": { args: ["lint", "--no-headers", `${LINT}/team-a`] },
  "lint/server-version": { args: ["lint", "--server-version", "v1.20", "--level", "restricted", `${LINT}/pod.yaml`] },
  "lint/levels": {
    args: ["lint", "--level", "baseline", "--level", "restricted:v1.24", "--level=baseline", `${LINT}/pod.yaml`],
  },
  "lint/fail-on-warn": { args: ["lint", "--fail-on", "warn", `${LINT}/pod.yaml`] },
  "lint/examples-80-columns": { args: ["lint", "examples"], columns: 80, env: { NO_COLOR: "1" } },
  "lint/examples-messages": { args: ["lint", "--messages", "examples"] },
  "lint/custom": { args: ["lint", `${CUSTOM}/known.yaml`] },
  "plan/patches-120-columns": { args: ["plan", "-f", "test/fixtures/patches"], columns: 120, env: { NO_COLOR: "1" } },
  "audit/patches": { args: ["audit", "-f", "test/fixtures/patches", "-o", "patches"] },
  "lint/fix-80-columns": { args: ["lint", "--level", "restricted", FIX], columns: 80, env: { NO_COLOR: "1" } },
  "lint/custom-80-columns": { args: ["lint", `${CUSTOM}/known.yaml`], columns: 80, env: { NO_COLOR: "1" } },
  "lint/custom-json": { args: ["lint", "-o", "json", "--level", "baseline", `${CUSTOM}/known.yaml`] },
  "lint/custom-sarif": { args: ["lint", "-o", "github", "--level", "baseline", `${CUSTOM}/known.yaml`] },
  "lint/custom-definition": {
    args: ["lint", "--level", "baseline", `${CUSTOM}/unknown.yaml`, `${CUSTOM}/definition.yaml`],
  },
  "lint/custom-by-shape": { args: ["lint", "--strict", `${CUSTOM}/unknown.yaml`] },
  "lint/custom-pod-template": {
    args: ["lint", "--pod-template", "example.com/Widget=.spec.groups[].template", `${CUSTOM}/unknown.yaml`],
  },
  "lint/custom-wrong-place": {
    args: ["lint", "--pod-template", "example.com/Widget=.spec.template", `${CUSTOM}/unknown.yaml`],
  },
  "lint/custom-no-pod": {
    args: ["lint", "--pod-template", "example.com/Widget=T:.spec.groups[].name", `${CUSTOM}/unknown.yaml`],
  },
  "lint/custom-bad-path": { args: ["lint", "--pod-template", "example.com/Widget=spec.template", CUSTOM] },
  "lint/custom-bad-kind": { args: ["lint", "--pod-template", "Widget=.spec.template", CUSTOM] },
  "audit/custom": { args: ["audit", "-f", `${CUSTOM}/dump.yaml`] },
  "audit/custom-namespace": { args: ["audit", "-n", "ml,ci", "-f", `${CUSTOM}/dump.yaml`] },
  "dry-run/custom": { args: ["dry-run", "-A", "--enforce", "baseline", "-f", `${CUSTOM}/dump.yaml`] },
  "plan/custom": { args: ["plan", "-f", `${CUSTOM}/dump.yaml`] },
  "lint/clean": { args: ["lint", `${LINT}/clean.yaml`] },
  "lint/namespace": { args: ["lint", "-n", "team-x", "--strict", `${LINT}/pod.yaml`] },
  "lint/namespaces": { args: ["lint", "-n", "a,b", `${LINT}/pod.yaml`] },
  "lint/broken": { args: ["lint", `${LINT}/broken.yaml`, `${LINT}/team-a`] },
  "lint/invalid-labels": { args: ["lint", `${LINT}/invalid-labels.yaml`] },
  "lint/stdin": { args: ["lint", "-"], stdin: POD },
  "lint/empty-stdin": { args: ["lint", "-"] },
  "lint/not-utf8": { args: ["lint", "-"], stdin: Buffer.from([0x61, 0x0a, 0xff, 0x0a]) },
  "lint/admission-config": { args: ["lint", "--admission-config", `${LINT}/admission.yaml`, `${LINT}/pod.yaml`] },
  "lint/as-user": {
    args: ["lint", "--admission-config", `${LINT}/admission.yaml`, "--as-user", "admin", `${LINT}/pod.yaml`],
  },
  "lint/accept": { args: ["lint", "--accept", "test/fixtures/accepted/team-a.yaml", `${LINT}/team-a`] },
  "lint/accept-missing": { args: ["lint", "--accept", "no/such/accepted.yaml", LINT] },
  "lint/accept-no-list": { args: ["lint", "--accept", `${LINT}/pod.yaml`, LINT] },
  "lint/bad-admission-config": { args: ["lint", "--admission-config", `${LINT}/pod.yaml`, `${LINT}/pod.yaml`] },
  "audit/help": { args: ["audit", "--help"] },
  "audit/dump": { args: ["audit", "-f", DUMP] },
  "audit/dump-80-columns": { args: ["audit", "-f", DUMP], columns: 80, env: { NO_COLOR: "1" } },
  "audit/dump-messages": { args: ["audit", "--messages", "-f", DUMP] },
  "audit/dump-namespace": { args: ["audit", "-n", "shop", "-f", DUMP] },
  "audit/dump-namespaces": { args: ["audit", "-n", "shop,payments", "-n", "missing", "-f", DUMP, "-o", "name"] },
  "audit/dump-unknown-namespaces": { args: ["audit", "-n", "missing", "-n", "gone", "-f", DUMP] },
  "audit/empty-namespace": { args: ["audit", "-n", "shop,,payments", "-f", DUMP] },
  "audit/finished": { args: ["audit", "-f", FINISHED, "-n", "shop"] },
  "audit/finished-json": { args: ["audit", "-f", FINISHED, "-o", "json"] },
  "audit/fail-on-empty": { args: ["audit", "--fail-on-empty", "-n", "empty", "-f", DUMP] },
  "audit/dump-selector": { args: ["audit", "-l", "team in (payments)", "-f", DUMP, "-o", "name"] },
  "audit/dump-nothing-selected": { args: ["audit", "-l", "team=none", "-f", DUMP] },
  "audit/dump-and-cluster": { args: ["audit", "-f", DUMP, "--context", "prod", "--token", "not-a-secret"] },
  "audit/dump-json": { args: ["audit", "-n", "payments", "-f", DUMP, "-o", "json"] },
  "audit/dump-fail-on-any": { args: ["audit", "-n", "payments", "--fail-on", "any", "--no-headers", "-f", DUMP] },
  "audit/dump-fail-on-none": { args: ["audit", "-n", "payments", "--fail-on", "none", "-f", DUMP] },
  "audit/dump-metrics-nowhere": {
    args: ["audit", "-n", "empty", "-f", DUMP, "-o", "prometheus=no/such/kubectl-pss.prom"],
  },
  "audit/dump-admission-config": {
    args: ["audit", "-n", "kube-system", "--admission-config", `${LINT}/admission.yaml`, "-f", DUMP],
  },
  "audit/dump-server-version": { args: ["audit", "-n", "shop", "--server-version", "v1.99", "-f", DUMP] },
  "audit/dump-unknown-namespace": { args: ["audit", "-n", "missing", "-f", DUMP] },
  "audit/url": { args: ["audit", "-f", "https://example.com/dump.yaml"] },
  "audit/recursive": { args: ["audit", "-R=true", "-f", DUMP, "-o", "name", "-n", "shop"] },
  "audit/recursive-cluster": { args: ["audit", "-R"] },
  "audit/namespace-argument": { args: ["audit", "payments"] },
  "audit/namespace-arguments": {
    args: [
      "audit",
      "-o=json",
      "ns",
      "payments",
      "namespace/shop",
      "-A",
      "-n",
      "web",
      "--token",
      "not-a-secret",
      "-l=a",
    ],
  },
  "audit/file-argument": { args: ["audit", "--strict", "a dump.yaml"] },
  "audit/stdin": { args: ["audit", "-f", "-"], stdin: POD },
  "audit/bad-selector": { args: ["audit", "-l", "a=b=c", "-f", DUMP] },
  "audit/namespace-and-selector": { args: ["audit", "-n", "a", "-l", "a=b", "-f", DUMP] },
  "audit/bad-timeout": { args: ["audit", "--request-timeout", "soon"] },
  "audit/missing-kubeconfig": { args: ["audit", "--kubeconfig", "no/such/kubeconfig"] },
  "audit/unknown-context": { args: ["audit", "--kubeconfig", "test/fixtures/audit/kubeconfig.yaml", "--context", "x"] },
  "audit/nobody-listens": { args: ["audit", "--kubeconfig", "test/fixtures/audit/kubeconfig.yaml"] },
  "dry-run/dump-new-part-wide": {
    args: ["dry-run", "-A", "-f", "test/fixtures/audit/new-in-part.yaml", "--warn", "restricted", "-o", "wide"],
  },
  "dry-run/help": { args: ["dry-run", "--help"] },
  "dry-run/nothing": { args: ["dry-run", "-A", "-f", DUMP] },
  "dry-run/no-namespace": { args: ["dry-run", "--enforce", "baseline", "-f", DUMP] },
  "dry-run/contradiction": { args: ["dry-run", "-A", "--enforce", "baseline", "--remove", "enforce", "-f", DUMP] },
  "dry-run/namespace-argument": { args: ["dry-run", "payments", "--enforce", "restricted"] },
  "dry-run/bad-mode": { args: ["dry-run", "-A", "--remove", "everything", "-f", DUMP] },
  "dry-run/bad-level": { args: ["dry-run", "-A", "--enforce", "strict", "-f", DUMP] },
  "dry-run/dump": { args: ["dry-run", "-A", "--enforce", "restricted", "--warn", "restricted:v1.30", "-f", DUMP] },
  "dry-run/dump-80-columns": {
    args: ["dry-run", "-A", "--enforce", "baseline", "-f", DUMP],
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "dry-run/dump-namespaces": { args: ["dry-run", "-n", "shop,payments", "--enforce", "baseline", "-f", DUMP] },
  "dry-run/finished": { args: ["dry-run", "-f", FINISHED, "-n", "shop", "--enforce", "restricted"] },
  "dry-run/fail-on-empty": {
    args: ["dry-run", "--fail-on-empty=true", "-n", "empty", "--enforce", "baseline", "-f", DUMP, "-o", "name"],
  },
  "dry-run/dump-remove": { args: ["dry-run", "-n", "shop", "--remove", "enforce", "--audit", "baseline", "-f", DUMP] },
  "dry-run/dump-json": {
    args: ["dry-run", "-n", "payments", "--enforce", "restricted:latest", "-f", DUMP, "-o", "json"],
  },
  "webhook/help": { args: ["webhook", "--help"] },
  "webhook/no-certificate": { args: ["webhook"] },
  "webhook/unknown-flag": {
    args: ["webhook", "--tls-cert-file", "none.crt", "--tls-private-key-file", "none.key", "--cert-dir", "certs"],
  },
  "webhook/no-port": {
    args: ["webhook", "--tls-cert-file", "none.crt", "--tls-private-key-file", "none.key", "--secure-port", "0"],
  },
  "webhook/missing-configuration": {
    args: ["webhook", "--tls-cert-file", "none.crt", "--tls-private-key-file", "none.key", "--config", "none.yaml"],
  },
  "webhook/missing-certificate": {
    args: ["webhook", "--tls-cert-file", "none.crt", "--tls-private-key-file", "none.key"],
  },
  "webhook/check-help": { args: ["webhook", "check", "--help"] },
  "webhook/check-manifests": { args: ["webhook", "check", "-f", "deploy/webhook.yaml"] },
  "webhook/check-json": { args: ["webhook", "check", "-f", "deploy/webhook.yaml", "-o", "json"] },
  "webhook/check-80-columns": {
    args: ["webhook", "check", "-f", "deploy/webhook.yaml"],
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "webhook/certificates-help": { args: ["webhook", "certificates", "--help"] },
  "webhook/certificates-nothing": { args: ["webhook", "certificates"] },
  "webhook/check-files-and-cluster": { args: ["webhook", "check", "-f", "deploy/webhook.yaml", "--context", "prod"] },
  "webhook/wrong-command": { args: ["webhook", "chek"] },
  "export/help": { args: ["export", "--help"] },
  "export/default": { args: ["export"] },
  "export/exemptions": {
    args: [
      ...[
        "export",
        "--level",
        "baseline:v1.36",
        "--bind",
        "label:team.example.com/pss=baseline",
        "--action",
        "deny,audit",
      ],
      ...["--exempt-user", "o'brien", "--exempt-group", "system:nodes", "--exempt-runtime-class", "sandbox"],
      ...[
        "--exempt-service-account",
        "logs/agent",
        "--exempt-namespace",
        "cni",
        "--exempt-label",
        "example.com/agent=yes",
      ],
      ...["--exempt-image", "registry.example.com/cni/=privileged", "--without", "hostPorts", "--prefix", "team"],
    ],
  },
  "export/labels-controllers": {
    args: ["export", "--level", "baseline:v1.18", "--bind", "labels", "--action", "deny", "--controllers"],
  },
  "export/message-per-check": { args: ["export", "--level", "baseline:v1.0", "--message-per-check", "--bind", "none"] },
  "export/admission-config": { args: ["export", "--admission-config", `${LINT}/admission.yaml`] },
  "export/kyverno": { args: ["export", "-o", "kyverno", "--level", "baseline:v1.0", "--action", "audit"] },
  "export/deny-and-warn": { args: ["export", "--action", "deny,warn"] },
  "export/wrong-binding": { args: ["export", "--bind", "lables"] },
  "export/privileged": { args: ["export", "--level", "privileged"] },
  "export/unknown-check": { args: ["export", "--without", "hostPort"] },
  "export/inactive-check": { args: ["export", "--server-version", "v1.30", "--without", "procMount_restricted"] },
  "export/replaced-check": { args: ["export", "--without", "hostPathVolumes"] },
  "export/image-with-annotations": { args: ["export", "--level", "baseline", "--exempt-image", "a/=appArmorProfile"] },
  "export/image-of-left-out-check": { args: ["export", "--exempt-image", "a/=privileged", "--without", "privileged"] },
  "export/several-levels": { args: ["export", "--all-versions"] },
  "export/wrong-namespace": { args: ["export", "--exempt-namespace", "Bad NS"] },
  "export/wrong-label": { args: ["export", "--bind", "label:a..b/x=y"] },
  "export/configuration-without-bindings": {
    args: ["export", "--admission-config", `${LINT}/admission.yaml`, "--bind", "none", "--level", "baseline:v1.0"],
  },
  "export/image-without-containers": { args: ["export", "--exempt-image", "a/=hostNamespaces"] },
  "export/old-server": { args: ["export", "--server-version", "v1.29"] },
  "export/level-and-configuration": {
    args: ["export", "--level", "baseline", "--admission-config", `${LINT}/admission.yaml`],
  },
  "explain/help": { args: ["explain", "--help"] },
  "explain/no-argument": { args: ["explain"] },
  "explain/no-headers": { args: ["explain", "--no-headers"] },
  "explain/kind": { args: ["explain", "RayCluster"] },
  "explain/kind-80-columns": { args: ["explain", "kafka.strimzi.io/Kafka"], columns: 80, env: { NO_COLOR: "1" } },
  "explain/kind-markdown": { args: ["explain", "-o", "markdown", "Prometheus", "Elasticsearch"] },
  "explain/kind-json": { args: ["explain", "-o", "json", "Rollout"] },
  "explain/misspelt-kind": { args: ["explain", "Rolout"] },
  "explain/check": { args: ["explain", "runasnonroot"] },
  "explain/check-50-columns": { args: ["explain", "hostPorts"], columns: 50, env: { NO_COLOR: "1" } },
  "explain/check-colour": { args: ["explain", "privileged"], env: { FORCE_COLOR: "1" } },
  "explain/check-json": { args: ["explain", "hostProbesAndHostLifecycle", "-o", "json"] },
  "explain/check-yaml": { args: ["explain", "hostPorts", "-o", "yaml"] },
  "explain/check-markdown": { args: ["explain", "hostNamespaces", "-o", "markdown"] },
  "explain/pod-security-policy-80-columns": {
    args: ["explain", "PodSecurityPolicy"],
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "explain/pod-security-policy-json": { args: ["explain", "psp", "-o", "json"] },
  "explain/level": { args: ["explain", "baseline:v1.30"] },
  "explain/level-yaml": { args: ["explain", "privileged:latest", "-o=yaml"] },
  "explain/versions": { args: ["explain", "v1.34..v1.35"] },
  "explain/message-80-columns": { args: ["explain", REJECTED], columns: 80, env: { NO_COLOR: "1" } },
  "explain/message-json": { args: ["explain", "-o", "json", ...REJECTED.split(" ")] },
  "explain/message-yaml": { args: ["explain", "-", "-o", "yaml"], stdin: NAMESPACE_WARNINGS },
  "explain/message-markdown": { args: ["explain", "-", "-o", "markdown"], stdin: APPLIED },
  "explain/applied-80-columns": { args: ["explain", "-"], stdin: APPLIED, columns: 80, env: { NO_COLOR: "1" } },
  "explain/namespace-warnings-80-columns": {
    args: ["explain", "-"],
    stdin: NAMESPACE_WARNINGS,
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "explain/hostile-message-80-columns": {
    args: ["explain", "-"],
    stdin: HOSTILE,
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "explain/folded-message-80-columns": {
    args: ["explain", "-"],
    stdin: wrap(REJECTED, 205, "").join("\n"),
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "explain/cut-message-80-columns": {
    args: ["explain", "-"],
    stdin: REJECTED.slice(0, 205),
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "explain/cut-message-json": { args: ["explain", "-", "-o", "json"], stdin: REJECTED.slice(0, 205) },
  "explain/cut-message-markdown": { args: ["explain", "-", "-o", "markdown"], stdin: REJECTED.slice(0, 205) },
  "explain/unread-message": {
    args: ["explain", "-"],
    stdin: 'pods "web" is forbidden: violates PodSecurity "restricted:latest": ',
  },
  "explain/unread-and-whole-message": {
    args: ["explain", "-"],
    stdin: `pods "web" is forbidden: violates PodSecurity "restricted:latest": \n${REJECTED}`,
  },
  "explain/implied": { args: ["explain", "implied"] },
  "explain/implied-json": { args: ["explain", "implied", "-o", "json"] },
  "explain/implied-markdown": { args: ["explain", "(implied)", "-o", "markdown"] },
  "explain/missing-pods": { args: ["explain", "FailedCreate"] },
  "explain/missing-pods-80-columns": { args: ["explain", "0", "pods"], columns: 80, env: { NO_COLOR: "1" } },
  "explain/missing-pods-json": { args: ["explain", "ReplicaFailure", "-o", "json"] },
  "explain/missing-pods-markdown": { args: ["explain", "FailedCreate", "-o", "markdown"] },
  "explain/no-headers-message": { args: ["explain", "--no-headers", "-"], stdin: APPLIED },
  "explain/no-message": { args: ["explain", "-"], stdin: "namespace/web created\n" },
  "explain/empty-stdin": { args: ["explain", "-"] },
  "explain/field-80-columns": { args: ["explain", "spec.volumes[*].hostPath"], columns: 80, env: { NO_COLOR: "1" } },
  "explain/field-markdown": { args: ["explain", "capabilities", "-o", "markdown"] },
  "explain/words": { args: ["explain", "drop", "ALL"] },
  "explain/unknown-check": { args: ["explain", "seccomp"] },
  "explain/bad-version": { args: ["explain", "restricted:1.30"] },
  "explain/future-version": { args: ["explain", "v1.30..v1.99"] },
  "explain/bad-output": { args: ["explain", "-o", "html"] },
  "explain/two-checks": { args: ["explain", "hostPorts", "privileged"] },
  "explain/two-checks-80-columns": {
    args: ["explain", "hostNetwork", "restrictedVolumes"],
    columns: 80,
    env: { NO_COLOR: "1" },
  },
  "explain/two-checks-json": { args: ["explain", "hostPorts", "privileged", "-o", "json"] },
  "explain/one-unknown-check": { args: ["explain", "hostPorts", "restrictdVolumes"] },
  "explain/checks-and-versions-json": { args: ["explain", "hostPorts", "v1.33..v1.34", "-o", "json"] },
  "explain/probe-of-field": { args: ["explain", "lifecycle.preStop.tcpSocket.host"] },
  "completion/help": { args: ["completion", "--help"] },
  "completion/bad-shell": { args: ["completion", "tcsh"] },
  "version/help": { args: ["version", "--help"] },
};

describe("command lines", () => {
  for (const [name, { args, ...setting }] of Object.entries(SCENARIOS)) {
    it(name, async () => {
      const { code, stdout, stderr } = await runCli(args, setting);
      const actual = [
        `# kubectl pss ${args.join(" ")}`,
        `Exit code ${code}`,
        `## stdout\n\n\`\`\`\n${stdout}\`\`\``,
        `## stderr\n\n\`\`\`\n${stderr}\`\`\`\n`,
      ].join("\n\n");
      assertGolden(`commands/${name}.md`, actual);
    });
  }
});

describe("command lines with -o json print what the schema describes", () => {
  const options = /^(?:-o|--output)(?:=|$)/;
  for (const [name, { args, ...setting }] of Object.entries(SCENARIOS)) {
    const [command = ""] = args;
    const isOther = args.includes("--help") || args.some((arg) => arg.endsWith("-audit-policy"));
    if (!["lint", "audit", "dry-run", "plan", "history", "explain"].includes(command) || isOther) continue;
    const asked = args.filter((arg, index) => !options.test(arg) && !/^(?:-o|--output)$/.test(args[index - 1] ?? ""));
    it(name, async () => {
      const { code, stdout } = await runCli([...asked, "-o", "json"], setting);
      if (stdout === "") assert.equal(code, 2);
      else assertMatchesSchema(JSON.parse(stdout));
    });
  }
});
