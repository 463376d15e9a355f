/** A pod of a kind: the path of its parts, and the parts below it as `field=path`, separated by spaces (PodPart). */
export type PartialPod = readonly [path: string, parts: string];

/** A row of the table of partial kinds. */
export type PartialRow = readonly [
  group: string,
  kinds: string,
  pods: readonly PartialPod[],
  makes?: string,
  options?: {
    readonly isRun?: true;
    /** Paths as in template-path.ts, separated by spaces: see CustomKind.patches. */
    readonly patches?: string;
  },
];

/** Fields of a pod's spec, below the path itself. */
export const POD = "pod=.";
/** An option of kinds whose objects end. */
export const RUN = { isRun: true } as const;
