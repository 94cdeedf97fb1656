import type { AxisPlan } from '../features.ts'
import { oppositeOf, type PlainApproach, type PlainSignal, type Turn } from '../network/plain.ts'

/** What a link shows: green with priority, green that yields, red. */
export type Display = 'G' | 'g' | 'r'

/** Displays of a stage by link, in the order of the signal's connections. */
export type StageDisplays = readonly Display[]

/** Plans of the two axes of a signal; the one of the main street comes first. */
export interface SignalPlans {
  readonly rowPlan: AxisPlan
  readonly columnPlan: AxisPlan
  readonly protectedPermissive: boolean
}

/** Shows what an approach gives to one of its turns. */
type Show = (approach: PlainApproach, turn: Turn) => Display

/** The stages of a signal in the order of its cycle, first those of the west–east street. */
export function stagesOf(signal: PlainSignal, plans: SignalPlans): readonly StageDisplays[] {
  const axis = (arm: 0 | 1) => signal.approaches.filter(entry => entry.arm === arm || entry.arm === oppositeOf(arm))
  const shows = [
    ...axisStages(axis(1), plans.rowPlan, plans.protectedPermissive),
    ...axisStages(axis(0), plans.columnPlan, plans.protectedPermissive)
  ]
  return shows.map(show =>
    signal.connections.map(({ from, turn }) => {
      const approach = signal.approaches.find(({ edgeId }) => edgeId === from)!
      return show(approach, turn)
    })
  )
}

function axisStages(approaches: readonly PlainApproach[], plan: AxisPlan, protectedPermissive: boolean): Show[] {
  const [first, second] = approaches
  if (first === undefined) return []
  const allOf =
    (own: PlainApproach): Show =>
    approach =>
      approach === own ? 'G' : 'r'
  if (second === undefined) return [allOf(first)]
  const both = (far: Display, rest: Display): Show => {
    return (approach, turn) => (approach !== first && approach !== second ? 'r' : turn === 'far' ? far : rest)
  }
  if (plan === 'split') return [allOf(first), allOf(second)]
  const turning = approaches.filter(hasFar)
  // A far turn that shares its lane cannot be held back alone.
  if (plan === 'permissive' || turning.length === 0 || !turning.every(hasFarLane)) return [both('g', 'G')]
  const through = both(protectedPermissive ? 'g' : 'r', 'G')
  const far = turning.length === 1 ? allOf(turning[0]!) : both('G', 'r')
  if (plan === 'leading') return [far, through]
  if (plan === 'lagging') return [through, far]
  return turning.length === 1 ? [far, through] : [far, allOf(first), through, allOf(second)]
}

const hasFar = ({ laneTurns }: PlainApproach) => laneTurns.some(turns => turns.includes('far'))
const hasFarLane = ({ laneTurns }: PlainApproach) =>
  laneTurns.every(turns => !turns.includes('far') || turns.length === 1)
