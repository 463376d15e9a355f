/** Lengths in bytes. */
const MAGIC = 4;
const SKIPPABLE_SIZE = 4;
const BLOCK_HEADER = 3;
const CHECKSUM = 4;
/** By the flags of the frame's descriptor. */
const DICTIONARY_ID = [0, 1, 2, 4] as const;
const CONTENT_SIZE = [0, 2, 4, 8] as const;

const FRAME = 0xfd2fb528;
/** The last 4 bits of a skippable frame's number are free. */
const SKIPPABLE = 0x184d2a5;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;

/** How many bytes come next, and whether a frame ends before them. */
interface Step {
  readonly length: number;
  readonly isBetween?: boolean;
  /** The walk looks at these bytes, so they are collected. */
  readonly isRead?: boolean;
}

/** Whether these bytes begin a frame with data, or a skippable one as pzstd writes it. Fewer than 4 bytes do not. */
export function beginsZstdFrame(bytes: Buffer): boolean {
  if (bytes.length < MAGIC) return false;
  const magic = bytes.readUInt32LE();
  return magic === FRAME || magic >>> 4 === SKIPPABLE;
}

/**
 * Follows the frames of zstd data without decompressing them. Without this, Node 22 and 24 drop the frames behind the first one of a write,
 * and take data that ends within a frame for complete.
 *
 * Rule: RFC 8878, section 3.1.
 */
export class ZstdFrames {
  readonly #walk = walk();
  #step = this.#walk.next();
  #field = Buffer.alloc(0);
  #skipped = 0;

  /** Cuts a chunk where frames end. Leaves out all bytes from the first one on that belongs to no frame. */
  *cut(chunk: Buffer): Generator<Buffer, undefined> {
    let from = 0;
    for (let at = 0; at < chunk.length && this.#step.done !== true;) {
      const { length, isRead } = this.#step.value;
      const taken = Math.min(length - this.#field.length - this.#skipped, chunk.length - at);
      if (isRead === true) this.#field = Buffer.concat([this.#field, chunk.subarray(at, at + taken)]);
      else this.#skipped += taken;
      at += taken;
      if (this.#field.length + this.#skipped === length) this.#next();
      if (this.fault === "damaged") return;
      if (at === chunk.length || this.#isBetween) {
        yield chunk.subarray(from, at);
        from = at;
      }
    }
  }

  /** The fault of data that ends here. */
  get fault(): "damaged" | "cut off" | undefined {
    if (this.#step.done === true) return "damaged";
    return this.#isBetween ? undefined : "cut off";
  }

  get #isBetween(): boolean {
    return this.#step.done !== true && this.#step.value.isBetween === true && this.#field.length === 0;
  }

  #next(): void {
    const field = this.#field;
    this.#field = Buffer.alloc(0);
    this.#skipped = 0;
    this.#step = this.#walk.next(field);
    // A payload may be empty.
    while (this.#step.done !== true && this.#step.value.length === 0) this.#step = this.#walk.next(field);
  }
}

/** Yields each part of the data. Returns at the first byte that belongs to no frame. */
function* walk(): Generator<Step, undefined, Buffer> {
  for (;;) {
    const magic = yield { length: MAGIC, isBetween: true, isRead: true };
    if (!beginsZstdFrame(magic)) return;
    if (magic.readUInt32LE() === FRAME) {
      if (!(yield* walkFrame())) return;
    } else {
      const size = yield { length: SKIPPABLE_SIZE, isRead: true };
      yield { length: size.readUInt32LE() };
    }
  }
}

/** Yields the parts of a frame with data behind its magic number. Returns false if a block has no known type. */
function* walkFrame(): Generator<Step, boolean, Buffer> {
  const [descriptor = 0] = yield { length: 1, isRead: true };
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const contentSize = CONTENT_SIZE[(descriptor >> 6) as 0 | 1 | 2 | 3];
  const window = isSingleSegment ? 0 : 1;
  const size = isSingleSegment && contentSize === 0 ? 1 : contentSize;
  yield { length: window + DICTIONARY_ID[(descriptor & 3) as 0 | 1 | 2 | 3] + size };
  for (let isLast = false; !isLast;) {
    const header = (yield { length: BLOCK_HEADER, isRead: true }).readUIntLE(0, BLOCK_HEADER);
    const type = (header >> 1) & 3;
    if (type === RESERVED_BLOCK) return false;
    yield { length: type === RLE_BLOCK ? 1 : header >> 3 };
    isLast = (header & 1) === 1;
  }
  if ((descriptor & 4) !== 0) yield { length: CHECKSUM };
  return true;
}
