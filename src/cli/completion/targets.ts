/** The programs that complete words: shells, and kubectl, which asks a program of its own for the words of a plugin. */
export const COMPLETION_TARGETS = ["kubectl", "bash", "zsh", "fish"] as const;

export type CompletionTarget = (typeof COMPLETION_TARGETS)[number];
