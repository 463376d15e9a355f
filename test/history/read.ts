/** Reads audit events into a history, as the command does. */
import type { PodSecurityConfiguration } from "../../src/admission/configuration/configuration.ts";
import type { Labels } from "../../src/admission/labels.ts";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { BUILTIN_POLICY } from "../../src/admission/labels.ts";
import { History } from "../../src/history/history.ts";
import type { HistoryParts } from "../../src/history/history-parts.ts";
import type { PresentWorkload } from "../../src/history/sightings/present.ts";
import type { RejectedWorkload } from "../../src/history/sightings/rejected.ts";
import type { HistoryNamespace } from "../../src/report/audit-history/history-report.ts";
import { findLogs } from "../../src/sources/logs/log-inputs.ts";
import { readLogs } from "../../src/sources/logs/read-logs.ts";
import type { EventObject } from "../sources/logs/envelopes.ts";

/** The labels of namespaces without their prefix: `{ shop: { audit: "restricted" } }`. */
export type ShortNamespaces = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The scope and the labels of a history in a test. */
export interface Setting {
  /** Undefined if they are not known. */
  readonly namespaces?: ShortNamespaces;
  readonly hasAll?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly only?: readonly string[];
  readonly configuration?: PodSecurityConfiguration;
  /** The workloads of the cluster, by kind and name: `Deployment/web`. Undefined if it is not asked. */
  readonly present?: Readonly<Record<string, PresentWorkload>>;
  /** The workloads that are rejected now. */
  readonly rejected?: readonly RejectedWorkload[];
}

/** Reads bytes of a log, in any form, into a history. */
async function historyOfBytes(bytes: readonly Buffer[], setting: Setting = {}): Promise<HistoryParts> {
  const { namespaces = {}, hasAll = false, only, since, until, configuration } = setting;
  const labels = new Map<string, Labels>(
    Object.entries(namespaces).map(([name, short]) => [
      name,
      Object.fromEntries(Object.entries(short).map(([mode, value]) => [`pod-security.kubernetes.io/${mode}`, value])),
    ]),
  );
  const history = new History({
    ...(configuration ?? { defaults: BUILTIN_POLICY, exemptions: NO_EXEMPTIONS }),
    since: since === undefined ? undefined : Date.parse(since),
    until: until === undefined ? undefined : Date.parse(until),
    labels,
    hasAllNamespaces: hasAll,
    includes: (name) => only?.includes(name) !== false,
  });
  const stdin = async function* (): AsyncGenerator<Uint8Array, undefined> {
    yield* bytes;
  };
  const { counts } = await readLogs(findLogs(["-"]), history, stdin);
  const { cut, bad, firstBad, other, repeated } = counts;
  const { present, rejected } = setting;
  return history.parts(
    { cut, bad, firstBad, other, repeated },
    (_namespace, kind, name) => (present === undefined ? undefined : (present[`${kind}/${name}`] ?? "gone")),
    rejected,
  );
}

/** Reads events into a history. */
export async function historyOf(events: readonly EventObject[], setting: Setting = {}): Promise<HistoryParts> {
  return historyOfBytes([Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""))], setting);
}

/** The history of namespace shop. */
export async function shopHistory(events: readonly EventObject[], setting: Setting = {}): Promise<HistoryNamespace> {
  const { namespaces } = await historyOf(events, setting);
  const shop = namespaces.find(({ name }) => name === "shop");
  if (shop === undefined) throw new Error("no event is in namespace shop");
  return shop;
}
