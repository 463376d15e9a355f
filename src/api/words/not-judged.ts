/** The beginning of a message about a chart or a kustomization: it was found, and its objects were not judged, because no tool has rendered it. */
export const NOT_JUDGED = "not judged: ";
