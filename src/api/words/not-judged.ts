/** The beginning of a message about a chart or a kustomization: it was found, and its objects were not judged, because no tool has rendered it. */
export const NOT_JUDGED = "not judged: ";

/** The beginning of a message about an object that is not judged, because the report is as large as it may be. */
export const BEYOND_LIMIT = "beyond the limit of a report: ";
