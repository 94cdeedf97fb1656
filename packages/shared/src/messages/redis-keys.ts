/**
 * Every Redis key. The corridor is the cluster hash tag, so that one script touches one slot;
 * only the registry of corridors stands outside.
 */
export const corridorRegistryKey = 'selaras:corridors'

const corridorKey =
  (...parts: string[]) =>
  (corridorId: string) =>
    `selaras:{${corridorId}}:${parts.join(':')}`

export const redisKeys = {
  /** String: the corridor's configuration, JSON. */
  configuration: corridorKey('configuration'),
  /** String: identity of the lease's holder, with expiry. */
  lease: corridorKey('lease'),
  /** Integer: fencing epoch, grows with each change of owner. */
  epoch: corridorKey('epoch'),
  /** Hash intersectionId → current phase plan, JSON. */
  plans: corridorKey('plans'),
  /** Hash intersectionId → "epoch:revision" of the current plan. */
  planRevisions: corridorKey('plan-revisions'),
  /** Stream of committed plans, trimmed. */
  planStream: corridorKey('plan-stream'),
  /** Hash intersectionId → latest signal message, JSON. */
  signals: corridorKey('signals'),
  /** Hash intersectionId → latest presence message, JSON. */
  presences: corridorKey('presences'),
  /** Hash intersectionId → latest acknowledgement, JSON. */
  acknowledgements: corridorKey('acknowledgements'),
  /** Hash field per stream position: lastSeq, bootAtMs, gaps, duplicates, late; one hash for the corridor. */
  streams: corridorKey('streams'),
  /** Integer: grows with each stored detections message; the reader's cursor. */
  detectionCursor: corridorKey('detection-cursor'),
  /** Sorted set of detections messages of one intersection, scored by seq; bounded. */
  detections: (corridorId: string, intersectionId: string) => corridorKey('detections', intersectionId)(corridorId),
  /** Sorted set of service requests, scored by expiry. */
  requests: corridorKey('requests'),
  /** Hash alarm (intersection and code) → alarm, JSON. */
  alarms: corridorKey('alarms')
} as const
