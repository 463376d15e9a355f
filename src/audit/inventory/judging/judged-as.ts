import type { InventoryEntry } from "../consumer.ts";

/** The facts about an entry that decide its verdict under the policy of its namespace, for a user who makes no object. */
export type JudgedAs = Pick<InventoryEntry, "pod"> & {
  readonly isPod: boolean;
  readonly isCustom: boolean;
};

/** The facts about an entry that decide its verdict. */
export function judgedAs({ object: { kind, custom }, pod }: InventoryEntry): JudgedAs {
  return { pod, isPod: kind === "Pod", isCustom: custom !== undefined };
}

/** Whether two entries have the same verdict. */
export function isJudgedAs(a: JudgedAs, b: JudgedAs): boolean {
  return a.pod === b.pod && a.isPod === b.isPod && a.isCustom === b.isCustom;
}
