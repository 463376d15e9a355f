/**
 * A document that go-yaml rejects, with its message and the place. The scanner and the parser throw it for wrong
 * syntax, `compose.ts` for faults that only decoding finds: an unknown anchor, an alias that contains itself, too many
 * aliases.
 */
export class YamlFault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
