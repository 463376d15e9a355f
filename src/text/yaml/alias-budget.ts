/** Between these numbers of nodes, the share of a document that may come from aliases falls from 99 % to 10 %. */
const RANGE_LOW = 400_000;
const RANGE_HIGH = 4_000_000;

function allowedShare(decoded: number): number {
  if (decoded <= RANGE_LOW) return 0.99;
  if (decoded >= RANGE_HIGH) return 0.1;
  return 0.99 - 0.89 * ((decoded - RANGE_LOW) / (RANGE_HIGH - RANGE_LOW));
}

/** An object that a program or a person writes has far fewer. Each node may be a container, with several violations in a report. */
const MAX_ALIASED = 100_000;

/**
 * The limit for the expansion of aliases, so that a few lines cannot expand to gigabytes: decode.go of
 * go.yaml.in/yaml/v2 v2.4.4, and at most 100,000 nodes, where Go allows up to 1,064,414.
 */
export class AliasBudget {
  #decoded = 0;
  #aliased = 0;

  /** Counts one more node, and returns whether the document is still within the limit. */
  allows(isThroughAlias: boolean): boolean {
    this.#decoded++;
    if (isThroughAlias) this.#aliased++;
    if (this.#aliased > MAX_ALIASED) return false;
    if (this.#aliased <= 100 || this.#decoded <= 1000) return true;
    return this.#aliased / this.#decoded <= allowedShare(this.#decoded);
  }
}
