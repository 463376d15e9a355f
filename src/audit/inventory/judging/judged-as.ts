import type { InventoryEntry } from "../consumer.ts";

/** The facts about an entry that decide its verdict under the policy of its namespace, for a user who makes no object. */
export function judgedAs({ object: { kind, custom }, pod }: InventoryEntry): readonly unknown[] {
  return [pod, kind === "Pod", custom !== undefined];
}
