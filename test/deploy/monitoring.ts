/** The alerts and the dashboard of deploy/webhook/monitoring. */
import { readFileSync } from "node:fs";
import { load } from "js-yaml";

const FOLDER = "deploy/webhook/monitoring";

/** An alert, as Prometheus has it. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A panel of the dashboard. */
interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}

/** The text of the file of rules. */
export const RULES_TEXT = readFileSync(`${FOLDER}/alerts.yaml`, "utf8");

/** Its groups. */
export const GROUPS = (load(RULES_TEXT) as { groups: readonly { readonly rules: readonly Alert[] }[] }).groups;

/** Its alerts. */
export const ALERTS = GROUPS.flatMap(({ rules }) => rules);

/** The dashboard. */
export const DASHBOARD: { readonly panels: readonly Panel[] } = JSON.parse(
  readFileSync(`${FOLDER}/dashboard.json`, "utf8"),
);

/** The manifests for the Prometheus Operator. */
export const OPERATOR_TEXT = readFileSync(`${FOLDER}/prometheus-operator.yaml`, "utf8");

/** The queries of the dashboard, with a range in place of Grafana's variable, and with the labels of their legends. */
export const QUERIES = DASHBOARD.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr, legendFormat }) => ({
    title,
    expr: expr.replaceAll("$__rate_interval", "5m"),
    labels: [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label),
  })),
);

/** Whether an expression is about metrics of the API server. */
export function isAboutApiServer(expr: string): boolean {
  return expr.includes("apiserver_");
}
