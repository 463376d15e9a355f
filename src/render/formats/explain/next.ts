import type { ExplainedMessages, Explanation } from "../../../report/explanation.ts";
import { pssStep, type NextStep } from "../../words/next-step.ts";

/** The command to run after an explanation; undefined if there is nothing more to explain. */
export function explainNext(explanation: Explanation): NextStep | undefined {
  switch (explanation.topic) {
    case "checks":
    case "matches":
      return checkStep(explanation.checks[0]?.id);
    case "check":
      return lintStep(explanation.check.level);
    case "level": {
      const { level, version, revised } = explanation;
      if (version !== "latest") return pssStep(["explain", `${version}..latest`], "what has changed since");
      return level === "privileged"
        ? pssStep(["explain", "baseline"], "the next level")
        : checkStep(revised[0]?.check.id);
    }
    case "kinds":
      return pssStep(["lint", "."], "judges the manifests of this directory");
    case "versions":
      return checkStep(explanation.levels.flatMap(({ revised }) => revised)[0]?.check.id);
    case "topics": {
      const checks = explanation.topics.flatMap((each) => (each.topic === "check" ? [each.check] : []));
      const check = checks.find(({ level }) => level === "restricted") ?? checks[0];
      return check === undefined ? explanation.topics.map(explainNext)[0] : lintStep(check.level);
    }
    case "pod-security-policy":
      return pssStep(["from-psp"], "the migration of this cluster");
    case "missing-pods":
      return pssStep(["audit"], "the workloads that are rejected now");
    case "implied":
      return pssStep(["audit", "-o", "wide"], "the policy of each namespace, and where it comes from");
    case "messages":
      return messagesNext(explanation);
  }
}

function lintStep(level: string): NextStep {
  return pssStep(["lint", "--level", level, "."], "judges the manifests of this directory");
}

function checkStep(id: string | undefined): NextStep | undefined {
  return id === undefined ? undefined : pssStep(["explain", id], "its fields and values, and an example");
}

/** A lint of the file that a message names, or else the explanation of the first check. A URL cannot be linted. */
function messagesNext({ messages }: ExplainedMessages): NextStep | undefined {
  const named = messages.find(({ file, level }) => file !== null && !file.includes("://") && level !== null);
  if (named === undefined) {
    const [check] = messages.flatMap(({ violations }) => violations);
    return check === undefined ? pssStep(["explain"], "all checks") : checkStep(check.check.id);
  }
  const { file, level, version } = named;
  const policy = version === "latest" ? `${level}` : `${level}:${version}`;
  const path = file ?? "";
  return pssStep(
    ["lint", "--level", policy, path.startsWith("-") && path !== "-" ? `./${path}` : path],
    "checks the manifest once it is fixed",
  );
}
