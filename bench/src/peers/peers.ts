import { createCyclicPressure } from './cyclic-pressure.ts'
import { createDelayBased } from './delay-based.ts'
import type { CreatePeer } from './intersection-view.ts'
import type { PeerName } from './peer-names.ts'
import { createPositionWeighted } from './position-weighted.ts'
import { createSelfControl } from './self-control.ts'
import { createSurtrac } from './surtrac/surtrac.ts'

/** Settings of a peer by name; times in seconds. */
export type PeerSettings = Readonly<Record<string, number>>

export interface PeerDefinition {
  /** The one setting that did best over the four scenarios. `boxHold` 1: clearance waits for the box, as ours does. */
  readonly settings: PeerSettings
  create(settings: PeerSettings): CreatePeer
}

export const peers: Readonly<Record<PeerName, PeerDefinition>> = {
  'delay-based': {
    settings: { longest: 20, skip: 1, boxHold: 0 },
    create: ({ longest = 20, skip = 1 }) => createDelayBased({ longestGreenSeconds: longest, skipsEmpty: skip === 1 })
  },
  'position-weighted': {
    settings: { slot: 5, boxHold: 0 },
    create: ({ slot = 5 }) => createPositionWeighted({ slotSeconds: slot })
  },
  'cyclic-pressure': {
    settings: { cycle: 60, sharpness: 0.1, boxHold: 0 },
    create: ({ cycle = 60, sharpness = 0.1 }) => createCyclicPressure({ cycleSeconds: cycle, sharpness })
  },
  'self-control': {
    settings: { desired: 60, longest: 90, boxHold: 0 },
    create: ({ desired = 60, longest = 90 }) =>
      createSelfControl({ desiredServiceSeconds: desired, longestServiceSeconds: longest })
  },
  surtrac: {
    settings: { gap: 3, startUpLoss: 1, boxHold: 0 },
    create: ({ gap = 3, startUpLoss = 1 }) => createSurtrac({ gapSeconds: gap, startUpLossSeconds: startUpLoss })
  }
}
