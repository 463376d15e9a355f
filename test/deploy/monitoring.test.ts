/** The alerts and the dashboard of the webhook, checked and evaluated by Prometheus' own code over metrics that were scraped from webhooks. */
import assert from "node:assert/strict";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { loadAll } from "js-yaml";
import { CLUSTER, podReview, startWebhook, until, type Running } from "../app/webhook/running.ts";
import { openPromql, type Answer } from "../render/formats/prometheus/promql.ts";
import { selfSigned } from "../sources/cluster/x509.ts";
import { ALERTS, DASHBOARD, GROUPS, OPERATOR_TEXT, QUERIES, RULES_TEXT, isAboutApiServer } from "./monitoring.ts";

const NOW = Math.floor(Date.now() / 1000);
/** The seconds between two scrapes. */
const INTERVAL = 60;
const DAY = 86_400;
const YEAR = 365 * DAY;
const TARGET = { job: "pod-security-webhook" };

const configuration = (level: string): string =>
  "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n" +
  `defaults: {enforce: privileged, warn: ${level}, audit: ${level}}\nexemptions: {usernames: [operator]}\n`;

/** A webhook whose certificate is valid for some time, in seconds. */
async function start(
  t: TestContext,
  validFor: number,
  options: Parameters<typeof startWebhook>[1] = {},
  respond = CLUSTER,
): Promise<Running> {
  const webhook = await startWebhook(t, { configuration: configuration("restricted"), ...options }, respond);
  const { cert, key } = selfSigned({ notAfter: new Date((NOW + validFor) * 1000) });
  writeFileSync(join(webhook.directory, "tls.key"), key);
  writeFileSync(join(webhook.directory, "tls.crt"), cert);
  await until(() => webhook.lines.includes("the changed certificate is in use"));
  return webhook;
}

/** The metrics of replicas, each with its own label as Prometheus adds it. */
async function scrape(...replicas: readonly Running[]): Promise<string> {
  const texts = await Promise.all(replicas.map((one) => one.send("/metrics")));
  return texts
    .flatMap(({ text }, index) =>
      text
        .split("\n")
        .map((line) =>
          line.replace(
            /^(\w+)(?:\{(.*)\})? /,
            (_, name: string, labels = "") => `${name}{instance="${index}",${labels}} `,
          ),
        ),
    )
    .filter((line) => !line.startsWith("#"))
    .join("\n");
}

const evaluate = await openPromql();
if (evaluate !== undefined) {
  const ask = (before: string, after: string, expressions: readonly string[]): readonly Answer[] => {
    const earlier = [{ metrics: before, time: NOW - INTERVAL }];
    return evaluate([{ metrics: after, time: NOW, target: TARGET, honorLabels: true, expressions, earlier }])[0] ?? [];
  };
  /** The alerts that fire, with the labels of their texts. */
  const firing = (before: string, after: string): string[] => {
    const answers = ask(before, after, ALERTS.map(({ expr }) => expr)); // prettier-ignore
    return ALERTS.flatMap(({ alert, annotations }, index) => {
      const { error, series = [] } = answers[index] ?? { error: "no answer" };
      assert.equal(error, undefined, alert);
      const labels = [
        ...Object.values(annotations)
          .join()
          .matchAll(/\$labels\.(\w+)/g),
      ].map(([, label = ""]) => label);
      for (const one of series) for (const label of labels) assert.ok(label in one, `${alert} has no label ${label}`);
      return series.length > 0 ? [alert.replace("PodSecurityWebhook", "")] : [];
    });
  };

  test("Prometheus accepts the file of rules, and finds the faults of another one", () => {
    assert.deepEqual(evaluate([{ rules: RULES_TEXT }])[0], []);
    const broken = RULES_TEXT.replace("absent(", "absent((").replace("$labels.name }}", "$labels.name }");
    const faults = (evaluate([{ rules: broken }])[0] ?? []).map(({ error }) => error).join("\n");
    assert.match(faults, /could not parse expression/);
    assert.match(faults, /unexpected "}" in operand/);
  });

  test("two healthy replicas fire no alert, and fill the dashboard", async (t) => {
    const replicas = [await start(t, YEAR), await start(t, YEAR)];
    const review = async (): Promise<void> => {
      for (const one of replicas) {
        await one.review(podReview());
        await one.review(podReview("open"));
        await one.review(podReview("open", { userInfo: { username: "operator" } }));
      }
    };
    await review();
    const before = await scrape(...replicas);
    await review();
    const after = await scrape(...replicas);
    assert.deepEqual(firing(before, after), []);
    // One error, for the panel of errors. Its first sample is not counted.
    for (const one of replicas) await one.review(podReview("none"));
    const withError = await scrape(...replicas);
    for (const one of replicas) await one.review(podReview("none"));
    const own = QUERIES.filter(({ expr }) => !isAboutApiServer(expr));
    const answers = ask(withError, await scrape(...replicas), own.map(({ expr }) => expr)); // prettier-ignore
    for (const [index, { title, expr, labels }] of own.entries()) {
      const { error, series = [] } = answers[index] ?? {};
      assert.equal(error, undefined, expr);
      assert.ok(series.length > 0, `${title}: ${expr} has no data`);
      for (const one of series) for (const label of labels) assert.ok(label in one, `${title} has no label ${label}`);
    }
  });

  test("no replica, and one that is alone", async (t) => {
    assert.deepEqual(firing("", ""), ["Missing"]);
    const metrics = await scrape(await start(t, YEAR));
    assert.deepEqual(firing(metrics, metrics), ["NotRedundant"]);
  });

  test("a certificate that expires", async (t) => {
    const fine = await start(t, YEAR);
    const soon = await scrape(await start(t, 10 * DAY), fine);
    assert.deepEqual(firing(soon, soon), ["CertificateExpires"]);
    const sooner = await scrape(await start(t, DAY), fine);
    assert.deepEqual(firing(sooner, sooner), ["CertificateExpires", "CertificateExpiresSoon"]);
  });

  test("a refused configuration", async (t) => {
    const [webhook, other] = [await start(t, YEAR), await start(t, YEAR)];
    const before = await scrape(webhook, other);
    const file = join(webhook.directory, "configuration.yaml");
    writeFileSync(`${file}.new`, configuration("strict"));
    renameSync(`${file}.new`, file);
    await until(() => webhook.lines.some((line) => line.includes("must be one of")));
    assert.deepEqual(firing(before, await scrape(webhook, other)), ["ConfigurationRefused"]);
  });

  test("reviews that end with an error, from the first one on", async (t) => {
    const replicas = [await start(t, YEAR), await start(t, YEAR)];
    const before = await scrape(...replicas);
    await replicas[0]?.review(podReview("none"));
    assert.deepEqual(firing(before, await scrape(...replicas)), ["Errors"]);
  });

  test("slow reviews, and a replica that cannot list namespaces", async (t) => {
    const slow = await start(t, YEAR, {}, (url, request, count) =>
      url.pathname === "/api/v1/namespaces/slow" ? "later" : CLUSTER(url, request, count),
    );
    const cold = await start(t, YEAR, { isCold: true }, () => undefined);
    const before = await scrape(slow, cold);
    for (let sent = 0; sent < 3; sent++) await slow.review(podReview("slow"));
    assert.deepEqual(firing(before, await scrape(slow, cold)), ["NotSynced", "Slow"]);
  });
}

test("the Prometheus Operator gets the same rules", () => {
  const [monitor, rule] = loadAll(OPERATOR_TEXT) as readonly {
    readonly kind: string;
    readonly spec: { readonly groups?: unknown };
  }[];
  assert.deepEqual([monitor?.kind, rule?.kind], ["PodMonitor", "PrometheusRule"]);
  assert.deepEqual(rule?.spec.groups, GROUPS);
});

test("the panels of the dashboard do not overlap, and each has a query", () => {
  const { panels } = DASHBOARD as unknown as {
    panels: readonly { id: number; gridPos: { x: number; y: number; w: number; h: number } }[];
  };
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );
  assert.equal(new Set(cells).size, cells.length);
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  assert.ok(DASHBOARD.panels.every(({ targets }) => targets.length > 0));
});
