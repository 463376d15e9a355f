import { YamlFault } from "../yaml-fault.ts";
import type { Event } from "./events.ts";

/**
 * A node and the end of a collection are an event each, and take up to 220 bytes. A list of pods from `kubectl get -o yaml` that is as long as a document
 * may be has fewer than 2,000,000.
 */
const MAX_EVENTS = 3_000_000;

/**
 * Adds an event to those of a document.
 *
 * @param offset the place of the fault, if the events take too much memory
 * @throws YamlFault if there are too many
 */
export function addEvent(events: Event[], event: Event, offset: number): void {
  if (events.push(event) <= MAX_EVENTS) return;
  throw new YamlFault(
    `more than ${MAX_EVENTS / 1e6} million keys and values in one document; write it as JSON (-o json), or in several documents`,
    offset,
  );
}
