/** Tests of an audit whose server does one thing wrong. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runCli } from "../../cli/run-cli.ts";
import { json, rawServer, type RawBehaviour } from "./raw-server.ts";

/** A server that does one thing wrong, the exit code of an audit, and a part of its output. */
export interface Case {
  readonly name: string;
  readonly behaviour: RawBehaviour;
  readonly code: number;
  readonly said: RegExp;
  readonly args?: readonly string[];
  /** The limit of requests, over all paths. */
  readonly requests?: number;
  /** The limit of bytes that are read. */
  readonly bytes?: number;
  /** Whether its address has a password, in place of a token. */
  readonly hasPassword?: boolean;
}

/** A server that ends the audit. */
export const wrong = (name: string, behaviour: RawBehaviour, said: RegExp, more: Partial<Case> = {}): Case => {
  return { name, behaviour, code: 2, said, ...more };
};
/** A server whose audit is incomplete. */
export const missing = (name: string, behaviour: RawBehaviour, said: RegExp, more: Partial<Case> = {}): Case => {
  return { name, behaviour, code: 3, said, ...more };
};
/** A server whose audit is complete. */
export const fine = (name: string, behaviour: RawBehaviour, more: Partial<Case> = {}): Case => {
  return { name, behaviour, code: 0, said: /: 1 namespace, 1 workload, 1 pod$/m, ...more };
};

/** A page of pods, as JSON. */
export const list = (items: unknown, more: object = {}): Buffer =>
  json({ kind: "PodList", apiVersion: "v1", items, ...more });

/** Over plain HTTP, a password of the address is sent, but no token. */
const BASIC = "admin:s3cret-password";
const loginsOf = (url: string, hasPassword: boolean): readonly string[] =>
  hasPassword ? ["--server", url.replace("//", `//${BASIC}@`)] : ["--server", url, "--token", "s3cret-token"];

/** Adds a test for each server, which is wrong at one path and right at the others. */
export function testServers(path: string, cases: readonly Case[]): void {
  for (const each of cases) {
    const { name, behaviour, code, said, args = [], requests = 40, bytes = Infinity, hasPassword = false } = each;
    test(`${path}: a server that ${name}`, async (t) => {
      const server = await rawServer(t, { [path]: behaviour });
      const found = await runCli(["audit", "-A", ...loginsOf(server.url, hasPassword), ...args]);
      const output = found.stdout + found.stderr;
      assert.match(output, said);
      assert.equal(found.code, code, output);
      assert.doesNotMatch(output, /s3cret|this is a bug|\n\s+at |^::/m);
      assert.ok(!output.includes(Buffer.from(BASIC).toString("base64").slice(0, 12)));
      assert.ok(!output.includes("\u001b"));
      assert.ok(server.requests.length <= requests, `${server.requests.length} requests`);
      assert.ok(server.sent() <= bytes, `${server.sent()} bytes`);
    });
  }
}
