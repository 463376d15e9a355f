/** A node of a YAML or JSON document, and its place in the text of the document. Offsets count UTF-16 units. */
export interface TextNode {
  /** An alias is that of YAML; `other` is a mapping of one pair without braces inside a flow list. */
  readonly type: "mapping" | "sequence" | "scalar" | "alias" | "other";
  /** Whether it has brackets. */
  readonly isFlow: boolean;
  /** The offset of its first character, after an anchor and a tag. An empty value begins after its key. */
  readonly start: number;
  /** The offset after its last character. A block ends with its last value, without the end of the line. */
  readonly end: number;
  /** Whether its text is empty: nothing after a key or a hyphen. */
  readonly isEmpty: boolean;
  /** The anchor that it has in the text, or the anchor of an alias; empty without one. */
  readonly anchor: string;
  /** Whether an alias of the document refers to it. */
  readonly isShared: boolean;
  readonly hasTag: boolean;
  /** The entries of a mapping or the items of a list, in the order of the text. */
  readonly entries: readonly TextEntry[];
}

/** A key and its value, or an item of a list. */
export interface TextEntry {
  /** The text of the key; undefined for an item, and for a key that is not a plain or quoted text. */
  readonly key: string | undefined;
  /** The offset of the key, or of the item. */
  readonly start: number;
  /** The offset after the key; that of the item for a list. */
  readonly keyEnd: number;
  readonly value: TextNode;
}

/** The text of a document, with the places of its nodes. */
export interface DocumentText {
  /** The stream of the document. */
  readonly stream: string;
  /** The offset of the document in its stream. */
  readonly start: number;
  /** The offset after the document in its stream. */
  readonly end: number;
  /** Whether it is a value in a stream of JSON values. */
  readonly isJson: boolean;
  /** Finds the places of its nodes, which count from the beginning of the document. */
  layout(): TextNode;
}
