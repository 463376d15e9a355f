import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { describe, it } from "node:test";
import { readAll, say, wantsColour, widthOf, writeAll, type OutputStream } from "../../../src/cli/terminal/io.ts";
import { Readable } from "node:stream";

const terminal = { isTTY: true, columns: 120 } as OutputStream;
const pipe = {} as OutputStream;

describe("colour", () => {
  for (const [name, stream, env, expected] of [
    ["on a terminal", terminal, {}, true],
    ["not in a pipe", pipe, {}, false],
    ["not on a dumb terminal", terminal, { TERM: "dumb" }, false],
    ["NO_COLOR", terminal, { NO_COLOR: "1" }, false],
    ["an empty NO_COLOR has no effect", terminal, { NO_COLOR: "" }, true],
    ["NO_COLOR beats FORCE_COLOR", terminal, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    ["FORCE_COLOR", pipe, { FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR=0", terminal, { FORCE_COLOR: "0" }, false],
  ] as const) {
    it(name, () => assert.equal(wantsColour(stream, env), expected));
  }
});

describe("width", () => {
  it("is the terminal's", () => assert.equal(widthOf(terminal), 120));
  it("has no end in a pipe", () => assert.equal(widthOf(pipe), Infinity));
});

class Sink extends Writable {
  text = "";
  readonly #failure: NodeJS.ErrnoException | undefined;

  constructor(code?: string) {
    super();
    this.on("error", () => {});
    if (code !== undefined) this.#failure = Object.assign(new Error(code), { code });
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.text += chunk.toString();
    done(this.#failure);
  }
}

describe("say", () => {
  it("writes one line, without a control sequence or a command of a CI runner", () => {
    const sink = new Sink();
    say(sink as OutputStream, "error: a\nb\u001b[31m", "::error::x", "##[group]a", "::1 is an address");
    assert.equal(sink.text, "error: a\\nb\\x1b[31m\n\\x3a:error::x\n\\x23#[group]a\n\\x3a:1 is an address\n");
  });
});

describe("writeAll", () => {
  it("writes every piece", async () => {
    const sink = new Sink();
    const pieces = Array.from({ length: 30_000 }, (_, index) => `line ${index}\n`);
    await writeAll(sink, pieces);
    assert.equal(sink.text, pieces.join(""));
  });

  it("requests no more pieces after the reader has closed the pipe", async () => {
    let asked = 0;
    function* pieces(): Generator<string> {
      for (;;) {
        asked++;
        yield "x".repeat(1024);
      }
    }
    await writeAll(new Sink("EPIPE"), pieces());
    assert.ok(asked < 200, `asked for ${asked} pieces`);
  });

  it("writes no command of a CI runner, also if two pieces form one", async () => {
    const sink = new Sink();
    await writeAll(sink, ["a #", "#vso[b.c]\n", ":", ":error::x\n", "  ", "::warning::y"]);
    assert.equal(sink.text, "a \\x23#vso[b.c]\n\\x3a:error::x\n  \\x3a:warning::y");
    const commands = new Sink();
    await writeAll(commands, ["::error::x\n"], { isGuarded: false });
    assert.equal(commands.text, "::error::x\n");
  });

  it("guards lines of any length", async () => {
    const long = "x".repeat(1000);
    for (const [pieces, expected] of [
      [[...Array<string>(300).fill(`${long} ##`), "vso[a.b]\n::error::y"], 2],
      [[...Array<string>(300).fill(`${long} `), "::1\n", "::error::y"], 1],
      [[...Array<string>(300).fill(" ".repeat(1000)), "::error::y"], 1],
      [[...Array<string>(300).fill(`${long}\n`), "::error::y"], 1],
    ] as const) {
      const sink = new Sink();
      await writeAll(sink, pieces);
      const escapes = sink.text.match(/\\x(?:23|3a)/g) ?? [];
      assert.equal(escapes.length, expected);
      assert.equal(sink.text.replaceAll("\\x23", "#").replaceAll("\\x3a", ":"), pieces.join(""));
    }
  });

  it("throws other errors", async () => {
    await assert.rejects(writeAll(new Sink("ENOSPC"), ["x"]), {
      name: "UserError",
      message: "the output could not be written: ENOSPC",
    });
  });
});

describe("readAll", () => {
  it("joins chunks", async () => {
    assert.equal((await readAll(Readable.from([Buffer.from("a"), "b"]), 10)).toString(), "ab");
  });

  it("stops reading an endless stream", async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1000);
      })(),
    );
    assert.equal((await readAll(endless, 2500)).length, 3000);
  });
});
