import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe, it } from "node:test";
import { leaveOut } from "../../missing-tool.ts";
import {
  ENVELOPES,
  GKE,
  LOG_ANALYTICS,
  LOG_ANALYTICS_CSV,
  type Envelope,
  type EventObject,
} from "../../sources/logs/envelopes.ts";
import { kubectlPss } from "../kubectl.ts";
import { reasonForNoServer } from "../server.ts";
import { act, eventsIn, historyOf, ours, shortly, startLogged, type HistoryReport } from "./logged.ts";
import { SCENARIOS, namespaceOf } from "./scenarios.ts";

/** A report without what differs between forms of the same log. */
function withoutForm({ coverage, ...report }: HistoryReport): unknown {
  return { ...report, coverage: { ...coverage, repeated: 0, other: 0 } };
}

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  for (const level of ["Metadata", "Request"] as const) {
    describe(`kubectl pss history of a real audit log at level ${level}`, async () => {
      const logged = await startLogged(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: ${level}\n`);
      after(() => logged.stop());
      const { server, log, webhook } = logged;
      await act(logged);
      const events = await eventsIn(log);
      const whole = await historyOf(server, [await readFile(log)]);
      const reported = new Map(whole.namespaces.map((namespace) => [namespace.name, namespace]));

      it("has both stages", () => {
        const stages = new Set(events.map(({ stage }) => stage));
        assert.ok(stages.has("RequestReceived") && stages.has("ResponseComplete"));
        assert.deepEqual([...new Set(events.map((event) => event["level"]))], [level]);
      });

      for (const [title, { expected }] of Object.entries(SCENARIOS)) {
        it(title, () => {
          const namespace = reported.get(namespaceOf(title));
          assert.ok(namespace !== undefined);
          assert.deepEqual(shortly(namespace), expected(level));
        });
      }

      it("tells what became of the workloads", async () => {
        const { namespaces } = await historyOf(server, [await readFile(log)], true);
        const about = (title: string): readonly unknown[] => {
          const found = namespaces.find(({ name }) => name === namespaceOf(title));
          const workloads = found?.workloads.map(({ kind, name, now }) => [kind, name, now]) ?? [];
          return [found?.verdict["type"], ...workloads];
        };
        assert.deepEqual(about("a Deployment that is fixed"), ["could-enforce", ["Deployment", "web", "fixed"]]);
        assert.deepEqual(about("a Deployment that is deleted"), ["not-seen", ["Deployment", "web", "gone"]]);
        assert.deepEqual(about("a violating CronJob"), ["blocked", ["CronJob", "a", "violating"]]);
        assert.deepEqual(about("a pinned version"), ["blocked", ["Pod", "a", "violating"]]);
        // Its owner is invented.
        assert.deepEqual(about("a rejected pod of a ReplicaSet"), [
          "not-seen",
          ["ReplicaSet", "web-5d4f7c9b8f", "gone"],
        ]);
      });

      it("counts each event once, if two API servers log to the same place", async () => {
        const half = Math.floor(events.length / 2);
        const file = (part: readonly EventObject[]): string =>
          part.map((event) => `${JSON.stringify(event)}\n`).join("");
        const parts = [file(events.toReversed()), file(events.slice(half)), file(events.slice(0, half))];
        assert.deepEqual(withoutForm({ ...(await historyOf(server, parts)), ...{ files: 1 } }), withoutForm(whole));
      });

      it("is the same from the EventLists of the audit webhook", async () => {
        assert.ok(webhook.length > 100);
        const fromWebhook = await historyOf(server, [webhook.join("\n")]);
        assert.deepEqual(ours(fromWebhook), ours(whole));
      });

      for (const [name, envelope] of Object.entries(ENVELOPES)) {
        it(`is the same from ${name}`, async () => {
          assert.deepEqual(withoutForm(await historyOf(server, [envelope(events)])), withoutForm(whole));
        });
      }

      it("is the same from the rows of Log Analytics", async () => {
        // At level Request a row without its object could tell less, and the events have all of theirs.
        assert.deepEqual(ours(await historyOf(server, [LOG_ANALYTICS(events)])), ours(whole));
      });

      for (const [name, envelope] of Object.entries<Envelope>(LOG_ANALYTICS_CSV)) {
        it(`is the same from ${name}`, async () => {
          assert.deepEqual(ours(await historyOf(server, [envelope(events)])), ours(whole));
        });
      }

      for (const [name, envelope] of Object.entries<Envelope>(GKE)) {
        it(`is the same from ${name}, which has complete requests and does not tell dry runs`, async () => {
          const complete = events.filter(
            ({ stage, requestURI }) => stage === "ResponseComplete" && !String(requestURI).includes("dryRun"),
          );
          const fromCloud = await historyOf(server, [envelope(complete)]);
          assert.deepEqual(ours(fromCloud), ours(whole));
        });
      }
    });
  }

  describe("kubectl pss history of a real audit log with the printed audit policy", async () => {
    const { code, stdout } = await kubectlPss(["history", "--print-audit-policy"]);
    assert.equal(code, 0);
    const logged = await startLogged(stdout);
    after(() => logged.stop());
    await act(logged);
    const { namespaces } = await historyOf(logged.server, [await readFile(logged.log)]);
    const reported = new Map(namespaces.map((namespace) => [namespace.name, namespace]));

    for (const [title, { expected }] of Object.entries(SCENARIOS)) {
      it(title, () => {
        const namespace = reported.get(namespaceOf(title));
        assert.ok(namespace !== undefined);
        assert.deepEqual(shortly(namespace), expected("Request"));
      });
    }
  });
}
