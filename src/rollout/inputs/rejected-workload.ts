import { readMessages } from "../../admission/messages/read-messages.ts";
import type { Level } from "../../api/level.ts";
import type { Obstacle } from "../../report/plan/obstacle.ts";

/** A workload whose new pods the API server rejects, as the cluster reports it. */
export interface RejectedWorkload extends Pick<Obstacle, "checks"> {
  /** The level that rejects them. The workload meets neither it nor a stricter one, whatever its template says. */
  readonly level: Level;
  readonly message: string;
}

/**
 * Reads the API server's message about a rejected pod.
 *
 * @returns with the lowest level that rejects anything, if the message names none
 */
export function readRejection(message: string): RejectedWorkload {
  const [found] = readMessages(message).messages;
  const level = found?.policy?.level ?? "baseline";
  const violations = found?.violations ?? [];
  const checks = violations.map(({ check, reason, detail }) => ({
    check: check.id,
    detail: detail === "" ? reason : detail,
  }));
  return { level: level === "privileged" ? "baseline" : level, message, checks };
}
