/** How a client behaves. Tests change the defaults. */
export interface ClientOptions {
  /** Called with a line about each request, which has no header. */
  readonly log?: (line: string) => void;
  /** Called with the reason of a long wait. */
  readonly announce?: (line: string) => void;
  /** Waits for some milliseconds. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** The limit for opening a connection, including TLS, in milliseconds. */
  readonly connectTimeout?: number;
}

/** How an answer is requested. */
export interface AnswerOptions {
  /** The longest answer that is read, in bytes, uncompressed. */
  readonly maxBytes?: number;
  /** The types of answers that can be read, as in HTTP's `Accept`. */
  readonly accept?: string;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}
