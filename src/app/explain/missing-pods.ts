/** The words that kubectl shows for a controller whose pods are rejected: the reason of its event, its condition, or its pods. */
const WORDS = /^(?:failedcreate|replicafailure|(?:0|no|zero)\s+pods|0\/\d+(?:\s+ready)?)$/i;

/** Whether a text is about a controller without pods, such as `FailedCreate`. Upper and lower case make no difference. */
export function isAboutMissingPods(text: string): boolean {
  return WORDS.test(text.trim());
}
