import type { Unreadable } from "../../report/report.ts";

/** The RBAC rule that a refused list needs; empty where there is none, or the message names it already. */
export function ruleWanted({ message, list }: Pick<Unreadable, "message" | "list">): string {
  return list === null || message.includes(list.rule) ? "" : list.rule;
}

/** Why something could not be read, and the RBAC rule that it needs. */
export function unreadableText(unreadable: Pick<Unreadable, "message" | "list">): string {
  const rule = ruleWanted(unreadable);
  return rule === "" ? unreadable.message : `${unreadable.message}; it needs ${rule}`;
}
