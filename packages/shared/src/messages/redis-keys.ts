/**
 * Every Redis key. The corridor is the cluster hash tag, so that one script touches one slot;
 * only the registry of corridors stands outside.
 */
export const corridorRegistryKey = 'selaras:corridors'

/** String, short-lived: written to find out whether Redis takes writes. */
export const writeProbeKey = 'selaras:write-probe'

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
  /** Hash intersectionId → decision behind the current plan, JSON. */
  decisions: corridorKey('decisions'),
  /** String: what the corridor's planner has learnt, JSON. */
  learnt: corridorKey('learnt'),
  /** Stream of committed plans, trimmed. */
  planStream: corridorKey('plan-stream'),
  /** Hash intersectionId → order and JSON of the latest signal message. */
  signals: corridorKey('signals'),
  /** Hash intersectionId → order and JSON of the latest presence message. */
  presences: corridorKey('presences'),
  /** Hash intersectionId → order and JSON of the latest acknowledgement. */
  acknowledgements: corridorKey('acknowledgements'),
  /** Hash intersectionId → account of its detections: bootAtMs, firstSeq, lastSeq, stored, duplicates, late. */
  streams: corridorKey('streams'),
  /** Integer: grows with each stored detections message; the reader's cursor. */
  detectionCursor: corridorKey('detection-cursor'),
  /** Sorted set of the kept detections messages of all intersections, scored by cursor. */
  detectionFeed: corridorKey('detection-feed'),
  /** Sorted set of cursors of the kept detections messages of one intersection, scored by seq; bounded. */
  detections: (corridorId: string, intersectionId: string) => corridorKey('detections', intersectionId)(corridorId),
  /** Hash intersectionId/requestId → order and JSON of the service request. */
  requests: corridorKey('requests'),
  /** Sorted set of the fields of `requests`, scored by expiry. */
  requestExpiries: corridorKey('request-expiries'),
  /** Hash intersectionId/code → order and JSON of the alarm. */
  alarms: corridorKey('alarms')
} as const
