import { routesXml } from './demand/routes-xml.ts'
import { drawTrips } from './demand/trips.ts'
import { drawFeatures, type Features } from './features.ts'
import { fitDemand } from './fit-demand.ts'
import { layNetwork } from './network/layout.ts'
import { buildNetwork } from './network/netconvert.ts'
import { plainXml } from './network/plain-xml.ts'
import { offsetsOf } from './offsets.ts'
import { createRandom } from './random.ts'
import { programPhases } from './signals/program.ts'

/** One case of the family, as `case.json` describes it; files are named relative to it. */
export interface FamilyCase {
  readonly name: string
  readonly net: string
  readonly routes: string
  readonly beginSeconds: number
  readonly endSeconds: number
  /** Seed that everything of the case is drawn from. */
  readonly seed: number
  readonly vehicles: number
  readonly cycleSeconds: number
  readonly features: Features
}

export interface GeneratedCase {
  readonly familyCase: FamilyCase
  readonly netXml: string
  readonly routesXml: string
}

const endSeconds = 1800

/** Draws a case: network, fixed programs that suit its demand, and trips. Nothing but the seed and the features decides. */
export function generateCase(seed: number, features: Features = drawFeatures(seed)): GeneratedCase {
  const network = layNetwork(features, createRandom(seed ^ 0x5eed0001))
  const demand = fitDemand(network, features, createRandom(seed ^ 0x5eed0002))
  const offsets = offsetsOf(network, demand)
  const programs = demand.signals.map(({ signal, stages, plan }) => ({
    signalId: signal.id,
    offsetSeconds: offsets.get(signal.id) ?? 0,
    phases: programPhases(stages, plan)
  }))
  const netXml = buildNetwork(plainXml(network, programs), features.drivingSide === 'left')
  const random = createRandom(seed ^ 0x5eed0003)
  const trips = drawTrips(demand.flows, demand.vehiclesPerHourPerWeight, endSeconds, features, random)
  return {
    familyCase: {
      name: `${features.kind}-${String(seed).padStart(4, '0')}`,
      net: 'net.xml',
      routes: 'rou.xml',
      beginSeconds: 0,
      endSeconds,
      seed,
      vehicles: trips.length,
      cycleSeconds: demand.signals[0]!.plan.cycleSeconds,
      features
    },
    netXml,
    routesXml: routesXml(trips)
  }
}
