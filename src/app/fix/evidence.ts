/** Finds the pods that tell what an edit does at run time (`fix --evidence`). */
import { UserError } from "../../api/user-error.ts";
import { ImageEvidence } from "../../fixes/evidence/image-evidence.ts";
import { valueAt } from "../../api/field-path.ts";
import type { EvidenceSource } from "../../report/fix/fix-report.ts";
import type { Unreadable } from "../../report/report.ts";
import type { ClusterFlags } from "../../sources/cluster/endpoint.ts";
import { openManifests } from "../inputs/open-manifests.ts";
import { CLUSTER_FLAGS } from "../inputs/objects-request.ts";
import type { Terminal } from "../terminal.ts";

/** The word that means the cluster, and no file. */
const CLUSTER = "cluster";

/** Where the evidence is. */
export interface EvidenceRequest extends ClusterFlags {
  /** The values of `--evidence`: `cluster`, or files and directories of a dump; absent for no evidence. */
  readonly evidence?: readonly string[];
  readonly includeHidden?: boolean;
  /** kubectl's `-v`. */
  readonly verbosity: number;
}

/** The facts that pods tell, and what could not be read of them. */
export interface FoundEvidence {
  readonly images: ImageEvidence;
  readonly source: EvidenceSource;
  readonly unreadable: readonly Unreadable[];
}

/**
 * Refuses flags that select a cluster which is not read, and inputs that can be read only once.
 *
 * @param paths the manifests to fix
 * @throws UserError if there are any
 */
export function refuseUnusedEvidence(request: EvidenceRequest, paths: readonly string[]): void {
  const { evidence = [] } = request;
  const flags = Object.entries(CLUSTER_FLAGS).flatMap(([flag, name]) =>
    request[flag as keyof ClusterFlags] === undefined ? [] : name,
  );
  if (flags.length > 0 && !evidence.includes(CLUSTER)) {
    const isOne = flags.length === 1;
    throw new UserError(
      `${flags.join(", ")} ${isOne ? "selects" : "select"} a cluster, and fix reads none without --evidence cluster`,
      `Add --evidence cluster, or leave ${isOne ? "it" : "them"} out.`,
    );
  }
  if (evidence.includes("-") && paths.includes("-")) {
    throw new UserError(
      "standard input is both the manifests and the evidence",
      "Write one of them to a file, and name the file.",
    );
  }
}

/**
 * Reads the pods of a cluster or a dump. Of a cluster, only the pods are listed.
 *
 * @param namespaces the namespaces of the manifests, whose pods are read if those of the whole cluster may not be listed
 * @throws UserError if there is no such cluster or file
 */
export async function findEvidence(
  request: EvidenceRequest,
  namespaces: () => Iterable<string>,
  terminal: Terminal,
): Promise<FoundEvidence | undefined> {
  const { evidence = [], includeHidden = false, verbosity } = request;
  if (evidence.length === 0) return undefined;
  const images = new ImageEvidence();
  const unreadable: Unreadable[] = [];
  const files = [...new Set(evidence)].filter((one) => one !== CLUSTER);
  if (files.length > 0) {
    const { read } = await openManifests(files, { includeHidden }, terminal);
    for (const item of read()) {
      if (item.type === "unreadable") unreadable.push({ message: item.message, source: item.source, list: null });
      if (item.type !== "workload" || item.kind !== "Pod" || item.written === undefined) continue;
      images.add(item.pod, valueAt(item.written.value, [...item.written.path, "status"]));
    }
  }
  let cluster: EvidenceSource["cluster"] = null;
  let listed: EvidenceSource["namespaces"] = null;
  if (evidence.includes(CLUSTER)) {
    // Loaded late, since most runs need no cluster.
    const { readClusterPods } = await import("../cluster.ts");
    const onPod = images.add.bind(images);
    const found = await readClusterPods({ flags: request, verbosity, namespaces, onPod }, terminal);
    ({ cluster, namespaces: listed } = found);
    for (const { message, resource, namespace, rule } of found.missing) {
      unreadable.push({ message, source: null, list: { resource, namespace, rule } });
    }
  }
  const isWhole = unreadable.length === 0;
  return { images, source: { cluster, namespaces: listed, files, pods: images.pods, isWhole }, unreadable };
}
