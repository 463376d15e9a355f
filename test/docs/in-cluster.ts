import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import type { Selector } from "../deploy/manifests.ts";

/** An alert, as Prometheus has it. */
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly annotations: { readonly summary: string };
}

interface ServiceMonitor {
  readonly metadata: { readonly namespace: string };
  readonly spec: {
    readonly selector: Selector;
    readonly endpoints: readonly { readonly port: string; readonly honorLabels: boolean }[];
  };
}

/** docs/in-cluster.md. */
export const TEXT = readFileSync("docs/in-cluster.md", "utf8");

/** The first block of YAML below a heading. */
function yamlBelow(heading: string): unknown {
  const [, code] = new RegExp(`^## ${heading}\\n.*?^\`{3}yaml\\n(.*?)^\`{3}$`, "ms").exec(TEXT) ?? [];
  assert.ok(code !== undefined, heading);
  return load(code);
}

/** The alerts. */
export const RULES = (yamlBelow("Alerts") as { groups: readonly { rules: readonly Rule[] }[] }).groups.flatMap(
  ({ rules }) => rules,
);

export const SERVICE_MONITOR = yamlBelow("Scrape") as ServiceMonitor;
