import { type Static, Type } from '@sinclair/typebox'
import { epochMs, phaseNumber, stageNumber } from '../model/identifier.ts'

/** What a signal head shows. SAE J2735 MovementPhaseState, shortened; `yellow` covers flashing don't-walk. */
export const displays = ['dark', 'stop', 'stopThenProceed', 'permissive', 'protected', 'yellow', 'flashing'] as const
export type Display = (typeof displays)[number]

export const signalModes = ['adaptive', 'local', 'flash'] as const
export type SignalMode = (typeof signalModes)[number]

export const stageIntervalKinds = ['green', 'yellow', 'redClearance'] as const

/** What a controller does: the running stage and what every phase shows. */
export const SignalStateSchema = Type.Object(
  {
    stage: stageNumber('Stage that runs; during yellow and red clearance the one that ended'),
    nextStage: Type.Union([stageNumber('Stage that follows the clearance'), Type.Null()]),
    interval: Type.Union(stageIntervalKinds.map(kind => Type.Literal(kind))),
    sinceAtMs: epochMs('Start of the running interval'),
    stageGreenSinceAtMs: epochMs('Start of green of the running stage'),
    clearanceUntilMs: Type.Union([epochMs('Earliest start of the next stage'), Type.Null()]),
    phases: Type.Array(
      Type.Object(
        {
          phase: phaseNumber(),
          display: Type.Union(displays.map(display => Type.Literal(display))),
          sinceAtMs: epochMs('Since when green (protected and permissive count as one), yellow or red')
        },
        { additionalProperties: false }
      ),
      { maxItems: 64 }
    )
  },
  { $id: 'SignalState', additionalProperties: false }
)
export type SignalState = Static<typeof SignalStateSchema>

export const SignalSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    bootAtMs: epochMs('When the controller started; seq counts from 0 since then'),
    seq: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    producedAtMs: epochMs('When the message was made'),
    state: SignalStateSchema,
    mode: Type.Union(
      signalModes.map(mode => Type.Literal(mode)),
      { description: 'adaptive: executes a phase plan; local: its own timing plan; flash: flashing after a fault' }
    ),
    planEpoch: Type.Union([Type.Integer({ minimum: 0, description: 'Of the plan that is executed' }), Type.Null()]),
    planRevision: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    faults: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 32 })
  },
  { $id: 'Signal', additionalProperties: false }
)
export type Signal = Static<typeof SignalSchema>
