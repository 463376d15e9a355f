/**
 * A list, or one of its items, is not in the format of its answer, or contains more than a server sends. The message shows none of its bytes. An item is
 * decoded when it is iterated, so iterating a list may throw this.
 */
export class ListFault extends Error {
  override readonly name: string = "ListFault";
}

/** The items of a list, in their order. */
export interface ListItems extends Iterable<unknown> {
  readonly length: number;
}
