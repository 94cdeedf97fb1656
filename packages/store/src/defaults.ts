/** Detections messages that are kept for each intersection: two minutes at one a second. */
export const defaultKeptMessages = 120

/** Commits that are kept for each corridor, for publishers that fall behind. */
export const keptCommits = 1000
