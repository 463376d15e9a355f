import type { Directive, Tag } from "./scan-properties.ts";

/** The tokens of go.yaml.in/yaml/v2 v2.4.4 (yamlh.go). */
export const TOKEN = {
  STREAM_END: 1,
  DIRECTIVE: 2,
  DOCUMENT_START: 3,
  DOCUMENT_END: 4,
  BLOCK_SEQUENCE_START: 5,
  BLOCK_MAPPING_START: 6,
  BLOCK_END: 7,
  FLOW_SEQUENCE_START: 8,
  FLOW_SEQUENCE_END: 9,
  FLOW_MAPPING_START: 10,
  FLOW_MAPPING_END: 11,
  BLOCK_ENTRY: 12,
  FLOW_ENTRY: 13,
  KEY: 14,
  VALUE: 15,
  ALIAS: 16,
  ANCHOR: 17,
  TAG: 18,
  SCALAR: 19,
} as const;

export type TokenType = (typeof TOKEN)[keyof typeof TOKEN];

/** The tokens before a token that turned out to be a key without a `?`. */
export const BEFORE = { NOTHING: 0, KEY: 1, MAPPING_AND_KEY: 2 } as const;

/** A token and its offset. */
export class Token {
  type: TokenType = TOKEN.STREAM_END;
  offset = 0;
  /** The text of a scalar, the name of an anchor or alias. */
  value = "";
  isPlain = false;
  /** The contents of a tag or a directive. */
  detail: Tag | Directive | undefined = undefined;
  before: number = BEFORE.NOTHING;
  /** The key that the token may begin. The token waits for it in the queue. */
  key: SimpleKey | undefined = undefined;
  /** Whether the token was ever noted as a possible key. */
  mayBeKey = false;
  isRead = false;
  /** The next token in the queue. */
  next: Token | undefined = undefined;
}

/** The possible beginning of a key without a `?`. A `:` on the same line decides. */
export class SimpleKey {
  isPossible = false;
  isRequired = false;
  token: Token | undefined = undefined;
  offset = 0;
  line = 0;
  column = 0;
}
