import type { ConfiguredAdmission } from "../../admission/response.ts";
import type { InventoryOptions } from "../../audit/inventory/inventory-options.ts";
import type { CustomKinds } from "../../workloads/custom/custom-kinds.ts";
import type { ClusterItem } from "../../workloads/cluster-item.ts";
import type { SourceItem } from "../../workloads/object.ts";

/** An opened cluster or dump. */
export interface OpenedObjects extends Omit<InventoryOptions, "strict" | "areLabelsNeeded"> {
  /** The evaluator, and the configuration of the request. */
  readonly admission: ConfiguredAdmission;
  /** The cluster's own minor version; undefined for a dump, and if it was not requested. */
  readonly clusterMinor: number | undefined;
  readonly items: Items;
  /** Must be called after the last item, and after a failure. */
  close(): void;
}

/** The items of a cluster or a dump. */
export type Items =
  /**
   * `read` starts from the beginning each time it is called. It adds the kinds of the CustomResourceDefinitions that it finds. `judged` has the
   * files with workloads that were read so far.
   */
  | {
      readonly type: "files";
      readonly read: () => Iterable<SourceItem>;
      readonly judged: ReadonlySet<string>;
      readonly kinds: CustomKinds;
    }
  /** Can be read once, in this order: namespaces, possible owners of pods, pods. */
  | { readonly type: "cluster"; readonly pages: AsyncIterable<Iterable<ClusterItem>>; readonly kinds: CustomKinds };
