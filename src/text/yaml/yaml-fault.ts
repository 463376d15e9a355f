/**
 * A document that go-yaml rejects, in its words and with the place. The scanner and the parser throw it for wrong syntax, `compose.ts` for what
 * only decoding notices: an unknown anchor, an alias that contains itself, too many aliases.
 */
export class YamlFault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
