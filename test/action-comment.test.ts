import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { action, runStep, stepCalled, workspace, type Outcome } from "./action.ts";
import { leaveOut } from "./missing-tool.ts";

const TOKEN = "not-a-real-token";
const REPORT = '## Pod Security: 1 error\n\n| a \\ "b" |\n';

/** A comment of the stub. */
interface Comment {
  readonly id: string;
  readonly viewerDidAuthor: boolean;
  body: string;
}

interface Request {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A model of GitHub's GraphQL API, with the comments of one pull request. */
class GitHub {
  comments: Comment[] = [];
  /** The kinds of the requests. */
  readonly requests: string[] = [];
  readonly authorizations = new Set<string>();
  /** Answers a kind of request with a fault. */
  faults: Readonly<Record<string, (response: ServerResponse) => void>> = {};
  readonly #server = createServer((request, response) => {
    this.authorizations.add(request.headers.authorization ?? "");
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => this.#answer(JSON.parse(Buffer.concat(chunks).toString()) as Request, response));
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer({ query, variables }: Request, response: ServerResponse): void {
    const kind = /\b(addComment|updateIssueComment|deleteIssueComment)\b/.exec(query)?.[1] ?? "find";
    this.requests.push(kind);
    const fault = this.faults[kind];
    if (fault !== undefined) return fault(response);
    const { id, body, after: from, number, owner, name } = variables as Readonly<Record<string, string>>;
    const send = (data: object): void => void response.writeHead(200).end(JSON.stringify({ data }));
    switch (kind) {
      case "addComment":
        assert.equal(id, "PR_7");
        assert.ok((body ?? "").length <= 65_536);
        this.comments.push({ id: `IC_${this.comments.length + 100}`, viewerDidAuthor: true, body: body ?? "" });
        return send({ addComment: { clientMutationId: null } });
      case "updateIssueComment": {
        const comment = this.comments.find((one) => one.id === id);
        assert.ok(comment !== undefined && comment.viewerDidAuthor);
        comment.body = body ?? "";
        return send({ updateIssueComment: { clientMutationId: null } });
      }
      case "deleteIssueComment":
        this.comments = this.comments.filter((one) => one.id !== id);
        return send({ deleteIssueComment: { clientMutationId: null } });
      default: {
        assert.deepEqual([owner, name, number], ["o", "r", 7]);
        const start = Number(from ?? 0);
        const nodes = this.comments.slice(start, start + 100);
        const end = start + nodes.length;
        const pageInfo = {
          hasNextPage: end < this.comments.length,
          endCursor: nodes.length === 0 ? null : String(end),
        };
        return send({ repository: { pullRequest: { id: "PR_7", comments: { pageInfo, nodes } } } });
      }
    }
  }
}

const comment = stepCalled("comment");

function hasJq(): boolean {
  try {
    execFileSync("jq", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("the step that comments", () => {
  it("runs for a pull request, with any exit code of lint", () => {
    assert.equal(comment.if, "${{ !cancelled() && steps.lint.outputs.report != '' }}");
    assert.equal(action.inputs["token"]?.default, "${{ github.token }}");
  });
});

if (!hasJq()) leaveOut("jq is not installed: the comment of the action is not tested.");
else {
  describe("the comment on a pull request", () => {
    const hub = new GitHub();
    let url = "";
    before(async () => {
      url = await hub.start();
    });
    after(() => hub.stop());
    beforeEach(() => {
      hub.comments = [];
      hub.requests.length = 0;
      hub.authorizations.clear();
      hub.faults = {};
    });

    async function tryComment(env: Readonly<Record<string, string>> = {}, report = REPORT): Promise<Outcome> {
      const directory = mkdtempSync(join(workspace, "report-"));
      writeFileSync(join(directory, "report.md"), report);
      const outcome = await runStep(comment, {
        REPORT: join(directory, "report.md"),
        CODE: "1",
        FORMAT: "github",
        COMMENT_ID: "",
        TOKEN,
        NUMBER: "7",
        REPOSITORY: "o/r",
        WORKFLOW: "Pod security",
        JOB: "lint",
        GRAPHQL: url,
        ...env,
      });
      assert.ok(!outcome.output.includes(TOKEN) && !outcome.summary.includes(TOKEN));
      return outcome;
    }

    const bodies = (): string[] => hub.comments.map(({ body }) => body);

    it("is added, and then updated", async () => {
      const first = await tryComment();
      assert.deepEqual([first.code, first.output, first.summary], [0, "", ""]);
      assert.equal(hub.comments.length, 1);
      const [marker, ...rest] = (hub.comments[0]?.body ?? "").split("\n");
      assert.match(marker ?? "", /^<!-- kubectl-pss [A-Za-z0-9+/=]+ -->$/);
      assert.equal(rest.join("\n"), REPORT);
      const second = await tryComment({}, "## Pod Security: 2 errors\n");
      assert.deepEqual([second.code, second.output], [0, ""]);
      assert.deepEqual(bodies(), [`${marker}\n## Pod Security: 2 errors\n`]);
      assert.deepEqual(hub.requests, ["find", "addComment", "find", "updateIssueComment"]);
      assert.deepEqual([...hub.authorizations], [`Bearer ${TOKEN}`]);
    });

    it("is updated by a run with exit code 0, and not added", async () => {
      await tryComment({ CODE: "0" });
      assert.deepEqual(bodies(), []);
      await tryComment({ CODE: "1" });
      await tryComment({ CODE: "0" }, "## Pod Security: no violations\n");
      assert.equal(hub.comments.length, 1);
      assert.match(bodies()[0] ?? "", /no violations$/m);
    });

    it("is found after hundreds of others", async () => {
      await tryComment();
      const own = hub.comments[0];
      assert.ok(own !== undefined);
      const others = Array.from({ length: 250 }, (_, index) => ({
        id: `other ${index}`,
        viewerDidAuthor: index % 2 === 0,
        body: `Comment ${index}`,
      }));
      hub.comments = [...others, own];
      hub.requests.length = 0;
      await tryComment({}, "new\n");
      assert.deepEqual(hub.requests, ["find", "find", "find", "updateIssueComment"]);
      assert.match(own.body, /\nnew\n$/);
    });

    it("is never another user's comment, nor a comment that only quotes the marker", async () => {
      await tryComment();
      const body = bodies()[0] ?? "";
      hub.comments = [
        { id: "a", viewerDidAuthor: false, body },
        { id: "b", viewerDidAuthor: true, body: `> ${body}` },
      ];
      await tryComment({}, "new\n");
      assert.deepEqual(bodies().slice(0, 2), [body, `> ${body}`]);
      assert.equal(hub.comments.length, 3);
    });

    it("is separate for each workflow, job and comment-id", async () => {
      for (const env of [{}, { JOB: "other" }, { WORKFLOW: "Other" }, { COMMENT_ID: "prod" }]) {
        await tryComment(env);
        await tryComment(env);
      }
      assert.equal(hub.comments.length, 4);
    });

    it("has a marker that no name can end", async () => {
      const hostile = `--> ::error::x\n${"ü".repeat(500)}`;
      for (let run = 0; run < 2; run++) await tryComment({ WORKFLOW: hostile, COMMENT_ID: "$(exit 7)`exit 8`" });
      assert.equal(hub.comments.length, 1);
      const [marker = ""] = (bodies()[0] ?? "").split("\n");
      assert.match(marker, /^<!-- kubectl-pss [A-Za-z0-9+/=]{1,1500} -->$/);
    });

    it("is still the only one after two simultaneous runs", async () => {
      await tryComment();
      const [first] = hub.comments;
      assert.ok(first !== undefined);
      hub.comments = [first, { ...first, id: "IC_200" }, { ...first, id: "IC_201" }];
      const { code, output } = await tryComment({}, "new\n");
      assert.deepEqual([code, output, hub.comments.map(({ id }) => id)], [0, "", [first.id]]);
      assert.match(first.body, /\nnew\n$/);
    });

    it("is never longer than GitHub accepts", async () => {
      await tryComment({}, `${"é".repeat(70_000)}\n`);
      assert.equal(bodies()[0]?.length, 65_000);
    });

    it("is not searched for after 5,000 comments", async () => {
      hub.comments = Array.from({ length: 5001 }, (_, index) => ({
        id: `IC_${index}`,
        viewerDidAuthor: false,
        body: "x",
      }));
      const { code, output } = await tryComment();
      assert.equal(code, 0);
      assert.match(output, /more than 5,000 comments/);
      assert.equal(hub.requests.length, 50);
    });

    const json = (status: number, body: unknown) => (response: ServerResponse) =>
      void response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
    const forbidden = json(200, {
      data: { addComment: null },
      errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }],
    });
    for (const [what, kind, fault, reason] of [
      ["a read-only token of a fork", "addComment", forbidden, "Resource not accessible by integration"],
      ["a token that may not even read", "find", forbidden, "Resource not accessible by integration"],
      ["a wrong token", "find", json(401, { message: "Bad credentials" }), "HTTP status 401"],
      ["a server error", "addComment", json(502, "<html>"), "HTTP status 502"],
      ["an answer that is no JSON", "find", json(200, "<html>"), "the answer is no JSON of the API"],
      ["an answer without data", "find", json(200, {}), "the answer is no JSON of the API"],
      [
        "a pull request that is not found",
        "find",
        json(200, { data: { repository: null } }),
        "the pull request is not readable",
      ],
      ["a connection that is cut", "addComment", (response: ServerResponse) => void response.destroy(), "curl: ("],
      [
        "a message that is a command",
        "find",
        json(200, { errors: [{ message: "a%0A\n::set-output name=x::y\r" }] }),
        "a%250A::set-output",
      ],
    ] as const) {
      it(`falls back to the summary of the step for ${what}`, async () => {
        hub.faults = { [kind]: fault };
        for (const format of ["github", "sarif"]) {
          const { code, output, summary } = await tryComment({ FORMAT: format });
          assert.equal(code, 0);
          const lines = output.trimEnd().split("\n");
          assert.equal(lines.length, 1, output);
          assert.ok(
            lines[0]?.startsWith("::notice title=kubectl pss::The comment on the pull request could not be written ("),
            output,
          );
          assert.ok(lines[0]?.includes(reason), output);
          // -o github writes the summary by itself.
          assert.equal(summary, format === "github" ? "" : REPORT);
          assert.deepEqual(hub.comments, []);
        }
      });
    }

    it("falls back to the summary of the step without jq", async () => {
      const binaries = join(workspace, "without-jq");
      mkdirSync(binaries);
      for (const tool of ["bash", "dirname", "curl", "tr", "cut", "cat"]) {
        const path = execFileSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim();
        writeFileSync(join(binaries, tool), `#!/bin/sh\nexec ${path} "$@"\n`, { mode: 0o755 });
      }
      const { code, output, summary } = await tryComment({ PATH: binaries, FORMAT: "sarif" });
      assert.deepEqual([code, summary, hub.requests], [0, REPORT, []]);
      assert.match(output, /^::notice .*\(jq is not installed\)/);
    });

    it("passes the token to curl without an argument", async () => {
      const binaries = join(workspace, "curl");
      mkdirSync(binaries);
      const real = execFileSync("sh", ["-c", "command -v curl"], { encoding: "utf8" }).trim();
      const log = join(workspace, "curl.log");
      writeFileSync(join(binaries, "curl"), `#!/bin/sh\nprintf '%s\\n' "$@" >>${log}\nexec ${real} "$@"\n`, {
        mode: 0o755,
      });
      await tryComment({ PATH: `${binaries}:${process.env["PATH"]}` });
      assert.equal(hub.comments.length, 1);
      assert.ok(!readFileSync(log, "utf8").includes(TOKEN));
    });

    it("has the report of lint from the earlier step", async () => {
      const binaries = join(workspace, "real");
      mkdirSync(binaries);
      const bin = join(process.cwd(), "bin/kubectl-pss.js");
      writeFileSync(join(binaries, "kubectl-pss"), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, {
        mode: 0o755,
      });
      const lint = await runStep(
        stepCalled("lint"),
        {
          PATHS: join(process.cwd(), "test/fixtures/lint/pod.yaml"),
          ARGS: "--level restricted --no-timestamp",
          FORMAT: "github",
          OUTPUT_FILE: "",
          FAIL: "true",
          COMMENT: "true",
          NUMBER: "7",
        },
        binaries,
      );
      assert.equal(lint.code, 1);
      assert.match(lint.output, /^::error file=/);
      const [, report = ""] = /^report=(.*)$/m.exec(lint.outputs) ?? [];
      const { code } = await tryComment({ REPORT: report });
      assert.equal(code, 0);
      // The summary of the step begins with an empty line.
      assert.equal(bodies()[0]?.split("\n").slice(1).join("\n").trim(), lint.summary.trim());
      assert.match(bodies()[0] ?? "", /^## Pod Security: /m);
    });
  });
}
