import type { IncomingMessage } from "node:http";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";

/** The longest event of a watch, in UTF-16 units. Metadata of 256 KiB is the API server's limit for annotations. */
const MAX_LINE = 16 * 1024 * 1024;

/**
 * Reads the lines of an answer as they arrive. The rest without a line feed is dropped: it is an event that was cut.
 *
 * @throws Error if a line is too long, and errors of the network
 */
export async function* readLines(answer: IncomingMessage): AsyncGenerator<string, undefined> {
  const gunzip = answer.headers["content-encoding"] === "gzip" ? createGunzip() : undefined;
  if (gunzip !== undefined) {
    answer.once("error", (error) => gunzip.destroy(error));
    answer.pipe(gunzip);
  }
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of gunzip ?? answer) {
    rest += decoder.write(chunk as Buffer);
    let start = 0;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", start)) {
      const line = rest.slice(start, end);
      start = end + 1;
      if (line.trim() !== "") yield line;
    }
    rest = rest.slice(start);
    if (rest.length > MAX_LINE) throw new Error("an event of the watch is too long");
  }
}
