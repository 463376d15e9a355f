/** Texts that users paste: messages that kubectl, this program, mail and terminals have wrapped. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readMessages } from "../../../src/admission/messages/read-messages.ts";
import { wrap } from "../../../src/render/words/lines.ts";

const VIOLATIONS =
  'allowPrivilegeEscalation != false (container "api" must set securityContext.allowPrivilegeEscalation=false), ' +
  'unrestricted capabilities (container "api" must set securityContext.capabilities.drop=["ALL"]), ' +
  'runAsNonRoot != true (pod or container "api" must set securityContext.runAsNonRoot=true), ' +
  'seccompProfile (pod or container "api" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';
const REJECTED = `pods "api-7d8f6c9b5-x2x4z" is forbidden: violates PodSecurity "restricted:latest": ${VIOLATIONS}`;
const RUNNING =
  'Warning: existing pods in namespace "shop" violate the new PodSecurity enforce level "restricted:latest"\n' +
  "Warning: web-0 (and 2 other pods): allowPrivilegeEscalation != false, unrestricted capabilities, seccompProfile\n" +
  "Warning: db-1: runAsNonRoot != true\nnamespace/shop labeled";
/** The lines of a condition as kubectl prints them: a quotation mark in a name is doubled. */
const CONDITION = [
  `    message: 'pods "api-7d8f6c9b5-x2x4z" is forbidden: violates PodSecurity "restricted:latest":`,
  `      runAsNonRoot != true (pod or container "it''s" must set securityContext.runAsNonRoot=true),`,
  `      seccompProfile (pod or container "it''s" must set securityContext.seccompProfile.type`,
  `      to "RuntimeDefault" or "Localhost")'`,
];

const ALL = "allowPrivilegeEscalation, capabilities_restricted, runAsNonRoot, seccompProfile_restricted";
const lines = (text: string, width: number, rest = "", first = rest): string =>
  wrap(text, width, rest, first).join("\n");
const mail = (text: string): string => text.replaceAll(/^/gm, "> ");

/** Texts, their messages in short, and the number of other lines. */
const TEXTS: readonly (readonly [name: string, text: string, messages: readonly string[], otherLines: number])[] = [
  ...[40, 60, 80, 205, 260].flatMap((width) => [
    [
      `an error of kubectl at ${width} columns`,
      `service/api created\n${lines(`Error from server (Forbidden): error when creating "a b.yaml": ${REJECTED}`, width)}\nservice/b created`,
      [`rejected api-7d8f6c9b5-x2x4z a b.yaml ${ALL}`],
      2,
    ] as const,
    [
      `an audit at ${width} columns`,
      `REJECTED NOW: 1 of 1 workloads\n  Deployment/api  2 pods\n${lines(`API server (condition ReplicaFailure): ${REJECTED}`, width, "      ", "    ")}\n` +
        '    runAsNonRoot  container "api": set securityContext.runAsNonRoot: true',
      [`rejected api-7d8f6c9b5-x2x4z ${ALL}`],
      width < 60 ? 4 : 3,
    ] as const,
    [`violations alone at ${width} columns`, lines(VIOLATIONS, width), [`bare ${ALL}`], 0] as const,
    [`violations alone in mail at ${width} columns`, mail(lines(VIOLATIONS, width)), [`bare ${ALL}`], 0] as const,
    [
      `warnings about running pods at ${width} columns`,
      RUNNING.split("\n")
        .map((line) => lines(line, width))
        .join("\n"),
      [
        "existing web-0 allowPrivilegeEscalation, capabilities_restricted, seccompProfile_restricted",
        "existing db-1 runAsNonRoot",
      ],
      1,
    ] as const,
  ]),
  [
    "a condition in YAML",
    ["status:", "  conditions:", ...CONDITION, "    reason: FailedCreate"].join("\n"),
    ["rejected api-7d8f6c9b5-x2x4z runAsNonRoot (it's), seccompProfile_restricted (it's)"],
    3,
  ],
  [
    "words in three lines of one length, which could have been cut at a column",
    [
      '    Warning: would violate PodSecurity "restricted:latest": probe or lifecycle host (container "a" uses probe or lifecycle hosts "localhost", "host"), allowPrivilegeEscalation !=',
      '    false (containers "initcontainers-0", "containers-0", "containers-1" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (containers "initcontainers-0", "containers-0",',
      '    "containers-1", "containers-2" must set securityContext.capabilities.drop=["ALL"]), restricted volume types (volume "volume-0" uses restricted volume type "photonPersistentDisk"), runAsNonRoot != true',
      '    (pod or containers "initcontainers-0", "containers-0", "containers-1" must set securityContext.runAsNonRoot=true), seccompProfile (pod or containers "initcontainers-0", "containers-0", "containers-1",',
      '    "containers-2" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    ].join("\n"),
    [
      "warned hostProbesAndHostLifecycle, allowPrivilegeEscalation, capabilities_restricted, restrictedVolumes, runAsNonRoot, seccompProfile_restricted",
    ],
    0,
  ],
  [
    "the lines of a condition alone",
    CONDITION.join("\n"),
    ["rejected api-7d8f6c9b5-x2x4z runAsNonRoot (it's), seccompProfile_restricted (it's)"],
    0,
  ],
  [
    "the lines of a condition in one line",
    CONDITION.map((line) => line.trim()).join(" "),
    ["rejected api-7d8f6c9b5-x2x4z runAsNonRoot (it's), seccompProfile_restricted (it's)"],
    0,
  ],
  [
    "a condition without its last line",
    [...CONDITION.slice(0, -1), "    reason: FailedCreate"].join("\n"),
    ["rejected api-7d8f6c9b5-x2x4z runAsNonRoot (it's), seccompProfile_restricted (it's) cut"],
    0,
  ],
  [
    "a warning about running pods that is cut",
    "Warning: web: allowPrivilegeEscalation != false, unrestri",
    ["existing web allowPrivilegeEscalation cut"],
    0,
  ],
];

describe("wrapped messages", () => {
  for (const [name, text, messages, otherLines] of TEXTS) {
    it(name, () => {
      const found = readMessages(text);
      const shortly = found.messages.map(({ type, pod, file, violations, cut }) =>
        [
          type,
          pod,
          file,
          violations
            .map(({ check, containers }) => (containers[0] === "it's" ? `${check.id} (it's)` : check.id))
            .join(", "),
          cut && "cut",
        ]
          .filter(Boolean)
          .join(" "),
      );
      assert.deepEqual([shortly, found.otherLines, found.unread], [messages, otherLines, 0]);
    });
  }

  it("a message that ends at any place within a violation is cut", () => {
    const first = REJECTED.indexOf("allow") + "allowPrivilegeEscalation != false".length;
    const ends = new Set([...REJECTED.matchAll(/\)(?=, |$)/g)].map(({ index }) => index + 1));
    for (let end = first + " (".length; end < REJECTED.length; end++) {
      if (ends.has(end)) continue;
      for (const after of ["", "\n", "\npod/b created (really)\n", "…", "..."]) {
        const { messages } = readMessages(REJECTED.slice(0, end) + after);
        assert.deepEqual(
          messages.map(({ cut }) => cut),
          [true],
          REJECTED.slice(0, end) + after,
        );
      }
    }
  });
});
