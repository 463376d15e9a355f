/** The bounds between which the share of a document that aliases may make up falls from 99 % to 10 %, in nodes. */
const RANGE_LOW = 400_000;
const RANGE_HIGH = 4_000_000;

function allowedShare(decoded: number): number {
  if (decoded <= RANGE_LOW) return 0.99;
  if (decoded >= RANGE_HIGH) return 0.1;
  return 0.99 - 0.89 * ((decoded - RANGE_LOW) / (RANGE_HIGH - RANGE_LOW));
}

/** What aliases may expand to, so that a few lines cannot stand for gigabytes: decode.go of go.yaml.in/yaml/v2 v2.4.4. */
export class AliasBudget {
  #decoded = 0;
  #aliased = 0;

  /** Counts one more node, and says whether the document may still go on. */
  allows(isThroughAlias: boolean): boolean {
    this.#decoded++;
    if (isThroughAlias) this.#aliased++;
    if (this.#aliased <= 100 || this.#decoded <= 1000) return true;
    return this.#aliased / this.#decoded <= allowedShare(this.#decoded);
  }
}
