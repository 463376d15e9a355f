import { isRecord } from "../../../../api/record.ts";
import { isUserError } from "../../../../api/user-error.ts";
import { isOwnGroup } from "../../../../objects/kinds/kind-table.ts";
import { messageOf, type Answer } from "../../client/answer.ts";
import type { ClusterClient } from "../../client/client.ts";
import { ListFault } from "../../client/list-fault.ts";
import type { Resource } from "../resources.ts";

/** A custom kind that a server serves. */
export interface ServedKind extends Resource {
  readonly isNamespaced: boolean;
}

/** The custom kinds that a server serves and that can be listed, or the reason why they are unknown. */
export type Discovered =
  | { readonly type: "discovered"; readonly kinds: readonly ServedKind[] }
  | { readonly type: "unknown"; readonly message: string; readonly isForbidden: boolean };

/** Aggregated discovery, which names the kinds of all groups in one answer (since Kubernetes 1.26), or the names of the groups. */
const ACCEPT = [
  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
  "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
  "application/json",
].join(",");

const FORBIDDEN = 403;
/** The most kinds that are kept. A cluster with a hundred operators has some thousands. */
const MAX_KINDS = 50_000;
/** The most versions of groups that are requested one by one. */
const MAX_VERSIONS = 200;
/** The syntax of the names of groups, versions and resources. */
const NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;

/**
 * Requests the custom kinds of a server, each in the version that the server prefers. It is one request. A server without aggregated discovery needs
 * one more for each version of a known group, and its other groups are left out.
 *
 * A failure is a value: the lists that follow find out whether the connection is lost.
 *
 * @param isKnown whether a group has kinds that are known to contain pods
 */
export async function discoverKinds(client: ClusterClient, isKnown: (group: string) => boolean): Promise<Discovered> {
  try {
    const answer = await client.get("/apis", {}, { accept: ACCEPT });
    if (answer.status !== 200) return unknown(answer);
    const { body, items } = answer;
    if (body["kind"] === "APIGroupDiscoveryList" && items !== undefined) {
      return { type: "discovered", kinds: aggregatedKinds(items) };
    }
    const { groups } = body;
    return Array.isArray(groups)
      ? await kindsOfGroups(client, groupVersions(groups, isKnown))
      : withoutList("/apis has no list of groups");
  } catch (error) {
    if (error instanceof ListFault || isUserError(error)) return withoutList(error.message);
    throw error;
  }
}

function unknown({ status, body }: Answer): Discovered {
  return { type: "unknown", message: messageOf(body, status), isForbidden: status === FORBIDDEN };
}

/** An answer without a list is not the answer of an API server, so it does not mean that there are no custom kinds. */
function withoutList(message: string): Discovered {
  return { type: "unknown", message, isForbidden: false };
}

/** Reads an APIGroupDiscoveryList (k8s.io/api v0.37.2, apidiscovery/v2). The server's preferred version of a group is the first. */
function aggregatedKinds(groups: Iterable<unknown>): ServedKind[] {
  const kinds = new Kinds();
  for (const item of groups) {
    const { metadata, versions } = isRecord(item) ? item : {};
    const { name: group } = isRecord(metadata) ? metadata : {};
    if (!isName(group) || isOwnGroup(group)) continue;
    for (const served of recordsOf(versions)) {
      for (const { resource, responseKind, scope, verbs } of recordsOf(served["resources"])) {
        const { kind } = isRecord(responseKind) ? responseKind : {};
        kinds.add({ name: resource, group, version: served["version"], kind }, scope === "Namespaced", verbs);
      }
    }
  }
  return kinds.found;
}

/** Reads an APIGroupList: the versions of each group, the preferred one first. */
function groupVersions(
  groups: readonly unknown[],
  isKnown: (group: string) => boolean,
): { group: string; version: string }[] {
  return recordsOf(groups).flatMap(({ name: group, versions, preferredVersion }) => {
    if (!isName(group) || !isKnown(group)) return [];
    const { version: preferred } = isRecord(preferredVersion) ? preferredVersion : {};
    const names = [preferred, ...recordsOf(versions).map(({ version }) => version)];
    return [...new Set(names)].filter(isName).map((version) => ({ group, version }));
  });
}

async function kindsOfGroups(
  client: ClusterClient,
  versions: readonly { readonly group: string; readonly version: string }[],
): Promise<Discovered> {
  const kinds = new Kinds();
  for (const { group, version } of versions.slice(0, MAX_VERSIONS)) {
    const path = `/apis/${group}/${version}`;
    const answer = await client.get(path, {}, { accept: "application/json" });
    if (answer.status !== 200) return unknown(answer);
    const { resources } = answer.body;
    if (!Array.isArray(resources)) return withoutList(`${path} has no list of resources`);
    // A subresource has the name of its resource and its own: rollouts/status.
    for (const { name, kind, namespaced, verbs } of recordsOf(resources)) {
      kinds.add({ name, group, version, kind }, namespaced === true, verbs);
    }
  }
  return { type: "discovered", kinds: kinds.found };
}

/** Collects the kinds that can be listed, each in the first of its versions. */
class Kinds {
  readonly #found = new Map<string, ServedKind>();

  add(
    { name, group, version, kind }: Readonly<Record<"name" | "group" | "version" | "kind", unknown>>,
    isNamespaced: boolean,
    verbs: unknown,
  ): void {
    if (!isName(name) || !isName(group) || !isName(version) || typeof kind !== "string" || !KIND.test(kind)) return;
    if (!Array.isArray(verbs) || !verbs.includes("list") || this.#found.size >= MAX_KINDS) return;
    const key = `${group}/${kind}`;
    if (!this.#found.has(key)) this.#found.set(key, { name, group, version, kind, isCustom: true, isNamespaced });
  }

  get found(): ServedKind[] {
    return [...this.#found.values()];
  }
}

function isName(value: unknown): value is string {
  return typeof value === "string" && NAME.test(value);
}

function recordsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
