/** The most workloads whose patches an HTML page has. Each needs a kilobyte, and to verify it takes longer than to judge the workload. */
export const MOST_ON_PAGE = 1000;
