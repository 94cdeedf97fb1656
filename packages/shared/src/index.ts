export { type Alarm, AlarmSchema } from './messages/alarm.ts'
export {
  checkerOf,
  type Decoded,
  type Decoder,
  decoderOf,
  excerpt,
  formatProblem,
  type InputProblem
} from './messages/decode.ts'
export {
  type Detections,
  DetectionsSchema,
  type DetectorReading,
  DetectorReadingSchema
} from './messages/detections.ts'
export { type PlanAck, PlanAckSchema, planAckResults } from './messages/plan-ack.ts'
export { type Presence, PresenceSchema, presenceStates } from './messages/presence.ts'
export { corridorRegistryKey, redisKeys, writeProbeKey } from './messages/redis-keys.ts'
export { requestKinds, type ServiceRequest, ServiceRequestSchema } from './messages/request.ts'
export {
  type Display,
  displays,
  type Signal,
  type SignalMode,
  SignalSchema,
  type SignalState,
  SignalStateSchema,
  signalModes
} from './messages/signal.ts'
export {
  type Channel,
  channels,
  findTopic,
  InvalidTopicError,
  maximumPayloadBytes,
  type Site,
  sharedTopicFilter,
  topicFilter,
  topicOf
} from './messages/topics.ts'
export {
  type Approach,
  ApproachSchema,
  type Corridor,
  CorridorSchema,
  type Intersection,
  IntersectionSchema,
  type Lane,
  LaneSchema,
  type Link,
  LinkSchema
} from './model/corridor.ts'
export {
  type Decision,
  type DecisionBound,
  DecisionSchema,
  decisionBounds,
  type Refusal,
  refusals,
  searchEnds
} from './model/decision.ts'
export { type Detector, DetectorSchema, detectorKinds } from './model/detector.ts'
export { epochMs, identifier, identifierPattern, isIdentifier } from './model/identifier.ts'
export {
  type DayKind,
  dayKinds,
  type LearntCorridor,
  LearntCorridorSchema,
  type LearntIntersection,
  LearntIntersectionSchema,
  LearntLaneSchema,
  profileIntervals
} from './model/learnt.ts'
export {
  type Conflict,
  ConflictSchema,
  conflictKinds,
  type Movement,
  MovementSchema,
  type Phase,
  PhaseSchema,
  phaseKinds,
  type Stage,
  type StageDisplay,
  StageSchema,
  stageDisplays,
  turns
} from './model/phase.ts'
export { type PhasePlan, PhasePlanSchema, type StageInterval, StageIntervalSchema } from './model/phase-plan.ts'
export {
  type ScheduleEntry,
  ScheduleEntrySchema,
  type TimingPlan,
  TimingPlanSchema
} from './model/timing-plan.ts'
export { validateCorridor } from './model/validate-corridor.ts'
export { activeTimingPlan } from './plan/active-timing-plan.ts'
export { type LocalTime, toLocalTime } from './plan/local-time.ts'
export { planValidityMs, updateSlotOf } from './plan/plan-updates.ts'
export {
  changeSeconds,
  isGreen,
  type StageTable,
  type StageTransition,
  stageTableOf
} from './plan/stage-transition.ts'
export {
  formatPlanProblem,
  longestMinimumGreenSeconds,
  maximumHorizonMs,
  maximumSkewMs,
  maximumValidityMs,
  minimumYellowSeconds,
  type PlanContext,
  type PlanProblem,
  stageMaximumGreenSeconds,
  validatePhasePlan
} from './plan/validate-phase-plan.ts'
export { type Clock, ManualClock } from './time.ts'
