import type { NamespaceScope } from "../../audit/inventory/scope/scope.ts";
import { CHECKS } from "../../policy/checks.ts";
import { defaultsOn } from "../../admission/labels.ts";
import { createEvaluator } from "../../policy/evaluator.ts";
import { parseSelector } from "../../workloads/selector.ts";
import type { SourceItem } from "../../workloads/object.ts";
import type { Terminal } from "../terminal.ts";
import type { ObjectsRequest } from "./objects-request.ts";
import { openManifests } from "./open-manifests.ts";
import type { OpenedObjects } from "./opened-objects.ts";
import { readClusterConfiguration } from "./read-configuration.ts";

/**
 * Reads the configuration, and finds the files of a dump.
 *
 * @param paths files, directories and globs; `-` is standard input
 * @throws UserError if the configuration is wrong, or there are no files
 */
export async function openDump(
  paths: readonly string[],
  request: ObjectsRequest,
  terminal: Terminal,
): Promise<OpenedObjects> {
  const configuration = await readClusterConfiguration(request.admissionConfig, terminal);
  const { read, kinds } = await openManifests(paths, request, terminal);
  const evaluator = createEvaluator(CHECKS, request.serverVersion);
  const judged = new Set<string>();
  return {
    admission: { ...configuration, defaults: defaultsOn(evaluator.maxMinor, configuration.defaults), evaluator },
    evaluator,
    scope: scopeOf(request),
    cluster: undefined,
    serverMinor: request.serverVersion,
    clusterMinor: undefined,
    isConfigured: request.admissionConfig !== undefined,
    items: { type: "files", read: () => withJudgedFiles(withoutManagedNamespaces(read()), judged), judged, kinds },
    close: () => {},
  };
}

/** Passes items on, and adds the files with workloads to a set. It reads no place of an object, because that takes time. */
function* withJudgedFiles(items: Iterable<SourceItem>, judged: Set<string>): Generator<SourceItem, undefined> {
  let file: string | undefined;
  for (const item of items) {
    if (item.type === "file") file = item.file;
    else if (item.type === "workload" && file !== undefined) judged.add(file);
    yield item;
  }
}

/** In a dump, each Namespace has its labels already. So the labels that Argo CD sets do not count, and get no remarks. */
function* withoutManagedNamespaces(items: Iterable<SourceItem>): Generator<SourceItem, undefined> {
  for (const item of items) {
    const isManaged =
      item.type === "managed-namespace" || (item.type === "remark" && item.code === "managed-namespace");
    if (!isManaged) yield item;
  }
}

function scopeOf({ namespace, selector }: ObjectsRequest): NamespaceScope {
  if (selector !== undefined) {
    const isMatch = parseSelector(selector);
    return { selector, includes: (_, labels) => (labels === undefined ? undefined : isMatch(labels)) };
  }
  if (namespace === undefined) return { includes: () => true };
  return { names: namespace, includes: (name) => namespace.includes(name) };
}
