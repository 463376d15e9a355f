/** Writes protocol buffers like an API server: just enough of the wire format for right and wrong messages. */

/** A number of up to 64 bits, a negative one in ten bytes. */
export function varint(value: bigint | number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

/** A field with a number. */
export function numberField(number: number, value: bigint | number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

/** A field with a text, or with the fields of a message. */
export function bytesField(number: number, ...content: readonly (string | Buffer)[]): Buffer {
  const bytes = Buffer.concat(content.map((part) => Buffer.from(part)));
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

/** An object in its envelope. */
export function envelope(apiVersion: string, kind: string, ...fields: readonly Buffer[]): Buffer {
  const typeMeta = bytesField(1, bytesField(1, apiVersion), bytesField(2, kind));
  return Buffer.concat([
    Buffer.from("k8s\0"),
    typeMeta,
    bytesField(2, ...fields),
    bytesField(3, ""),
    bytesField(4, ""),
  ]);
}
