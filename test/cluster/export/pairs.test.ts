import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe, it } from "node:test";
import { versionGroups, groupName } from "../../../src/export/groups.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { NEWEST_MINOR } from "../../../src/policy/version.ts";
import { readDocuments } from "../../../src/text/documents.ts";
import { officialFixtures } from "../../conformance/pods/fixtures.ts";
import { leaveOut } from "../../missing-tool.ts";
import { Client } from "../client.ts";
import { PODS } from "../pods.ts";
import { reasonForNoServer, startServer } from "../server.ts";
import { validPod } from "./valid-pods.ts";
import { applyExport, tryPod, waitForPolicy } from "./policies.ts";

const RANDOM_PODS = 1_000;
const AT_ONCE = 16;

interface NamedPod {
  readonly name: string;
  readonly pod: unknown;
}

/** The two namespaces of a policy: Pod Security Admission enforces it in one, exported policies in the other. */
interface Pair {
  readonly level: string;
  readonly version: string;
  readonly byLabels: string;
  readonly byPolicies: string;
}

const PAIRS: readonly Pair[] = (["baseline", "restricted"] as const).flatMap((level) =>
  versionGroups(CHECKS, level, NEWEST_MINOR).map((group) => {
    const version = `v1.${group.since}`;
    const name = `${level}-${groupName({ ...group, isLatest: false })}`;
    return { level, version, byLabels: `${name}-labels`, byPolicies: `${name}-policies` };
  }),
);

const LABEL = "test.example.com/policy";

async function pods(): Promise<readonly NamedPod[]> {
  const fixtures = await Promise.all(
    (await officialFixtures()).map(async ({ file, path }) => {
      const [document] = readDocuments(await readFile(path, "utf8"));
      assert.ok(document !== undefined && "value" in document);
      return { name: file, pod: document.value };
    }),
  );
  // Most fixtures are the same at many versions.
  const distinct = new Map(fixtures.map((fixture) => [JSON.stringify(fixture.pod), fixture]));
  const own = Object.entries(PODS).map(([name, content]) => ({
    name,
    pod: { apiVersion: "v1", kind: "Pod", ...content, metadata: { ...content.metadata, name } },
  }));
  return [...distinct.values(), ...own];
}

interface Counts {
  readonly denied: number;
  readonly accepted: number;
}

/** Calls a function for every item, a few in parallel. */
async function forEach<Item>(items: readonly Item[], call: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await call(item);
    }),
  );
}

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  describe("exported policies", async () => {
    const server = await startServer();
    const admin = await Client.open(server, "admin");
    after(async () => {
      admin.close();
      await server.stop();
    });
    for (const { level, version, byLabels, byPolicies } of PAIRS) {
      const enforce = {
        "pod-security.kubernetes.io/enforce": level,
        "pod-security.kubernetes.io/enforce-version": version,
      };
      await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: byLabels, labels: enforce } });
      const own = { [LABEL]: byPolicies };
      await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: byPolicies, labels: own } });
      const binding = `label:${LABEL}=${byPolicies}`;
      await applyExport(server, ["--level", `${level}:${version}`, "--bind", binding, "--action", "deny"]);
    }
    await forEach(PAIRS, ({ byPolicies }) => waitForPolicy(admin, byPolicies));

    /** Compares the answers for pods, and returns the number of denials, and of pods that the API server accepts. */
    const compare = async (pairs: readonly Pair[], all: readonly NamedPod[]): Promise<Counts> => {
      const counts = { denied: 0, accepted: 0 };
      await forEach(
        pairs.flatMap((pair) => all.map((each) => ({ ...pair, ...each }))),
        async ({ byLabels, byPolicies, name, pod }) => {
          const [plugin, policies] = await Promise.all([tryPod(admin, byLabels, pod), tryPod(admin, byPolicies, pod)]);
          assert.equal(policies.status, plugin.status, `${name} in ${byPolicies}: ${policies.text} ${plugin.text}`);
          if (plugin.status === 403) counts.denied++;
          if (plugin.status === 201) counts.accepted++;
        },
      );
      return counts;
    };

    it("deny the official pods that Pod Security Admission denies, at each group of versions", async () => {
      const { denied, accepted } = await compare(PAIRS, await pods());
      assert.ok(denied > 1000 && accepted > 1000, `${denied} denied, ${accepted} accepted`);
    });

    it("deny the random pods that Pod Security Admission denies", async () => {
      const random = Array.from({ length: RANDOM_PODS }, (_, seed) => ({ name: `seed ${seed}`, pod: validPod(seed) }));
      const newest = PAIRS.filter(({ version }) => version === `v1.${NEWEST_MINOR}`);
      const { denied, accepted } = await compare(newest, random);
      assert.ok(denied > 200 && accepted > 200, `${denied} denied, ${accepted} accepted`);
    });
  });
}
