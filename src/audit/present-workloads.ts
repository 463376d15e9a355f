import type { Commit, InventoryConsumer, InventoryEntry } from "./inventory/consumer.ts";

const NOTHING: Commit = () => undefined;

/** Remembers which workloads have a template, so that their next pods are known. */
export class PresentWorkloads implements InventoryConsumer {
  readonly needsEveryPlace = false;
  readonly #templates = new Set<string>();

  addNamespace(): void {
    // Labels do not matter.
  }

  prepareEntry({ namespace, object, isFinished, counts }: InventoryEntry): Commit {
    const { kind, metadata } = object;
    const { name = "" } = metadata;
    if (kind === "Pod" || isFinished || !counts || name === "") return NOTHING;
    return () => {
      this.#templates.add(keyOf(namespace, kind, name));
    };
  }

  /** Whether a workload has a template. */
  hasTemplate(namespace: string, kind: string, name: string): boolean {
    return this.#templates.has(keyOf(namespace, kind, name));
  }
}

function keyOf(...parts: readonly string[]): string {
  return parts.join("\u0000");
}
