import { keyedFraction } from '@selaras/sumo'
import { UsageError } from '../usage-error.ts'

export interface Scaling {
  /** Share of the vehicles due in the period: below 1 some are left out, above some come twice; at most 2. */
  readonly scale: number
  readonly seed: number
  readonly beginSeconds: number
  readonly endSeconds: number
}

interface Departure {
  readonly id: string
  readonly departSeconds: number
  readonly element: string
}

/** A copy departs at most this much before or after its original, s. */
const jitterSeconds = 30

const vehicleElement = /[ \t]*<(trip|vehicle)\b(?:[^>]*\/>|[^>]*[^/]>[\s\S]*?<\/\1>)[ \t]*\n?/g

/**
 * Scales the demand of a SUMO route file.
 *
 * Which vehicles go or come twice depends on the seed and their id alone, so that the demand at 0.6 is part of the
 * demand at 0.8. Copies depart within 30 s of their original, in the period. Departures are in order of time, as SUMO
 * needs them; all other elements come first.
 *
 * @param routes The file's text, with `<trip>` and `<vehicle>` elements that depart at a time in seconds.
 */
export function scaleDemand(routes: string, scaling: Scaling): string {
  const { scale, seed } = scaling
  const text = routes.replaceAll(/<!--[\s\S]*?-->/g, '')
  const departures = [...text.matchAll(vehicleElement)].map(([element]) => readDeparture(element))
  const [due, others] = partition(departures, ({ departSeconds }) => isDue(departSeconds, scaling))
  const drawn = due.toSorted((a, b) => keyedFraction(seed, a.id) - keyedFraction(seed, b.id))
  const wanted = Math.round(scale * due.length)
  const kept = drawn.slice(0, wanted)
  const copies = drawn.slice(0, Math.max(0, wanted - due.length)).map(original => copyOf(original, scaling))
  const ordered = [...others, ...kept, ...copies].sort((a, b) => a.departSeconds - b.departSeconds)
  const rest = text.replaceAll(vehicleElement, '')
  const end = rest.lastIndexOf('</routes>')
  if (end < 0) throw new UsageError('--scale: expected a route file that ends with </routes>')
  return [rest.slice(0, end), ...ordered.map(({ element }) => element), rest.slice(end)].join('')
}

const isDue = (seconds: number, { beginSeconds, endSeconds }: Scaling): boolean =>
  seconds >= beginSeconds && seconds < endSeconds

function readDeparture(element: string): Departure {
  const id = /\sid="([^"]*)"/.exec(element)?.[1] ?? ''
  const depart = /\sdepart="([^"]*)"/.exec(element)?.[1] ?? ''
  const departSeconds = depart === '' ? Number.NaN : Number(depart)
  if (Number.isNaN(departSeconds)) {
    throw new UsageError(`--scale: vehicle "${id}": expected depart in seconds, received "${depart}"`)
  }
  return { id, departSeconds, element: element.endsWith('\n') ? element : `${element}\n` }
}

function copyOf({ id, departSeconds, element }: Departure, { seed, beginSeconds, endSeconds }: Scaling): Departure {
  const jitter = jitterSeconds * (2 * keyedFraction(seed, `${id} copy`) - 1)
  const seconds = Math.min(endSeconds - 1, Math.max(beginSeconds, departSeconds + jitter))
  const text = seconds.toFixed(2)
  return {
    id: `${id}-copy`,
    departSeconds: Number(text),
    // The first of each is the vehicle's own: those of a route inside it come later.
    element: element
      .replace(/(\sid=")[^"]*"/, (_, before) => `${before}${id}-copy"`)
      .replace(/(\sdepart=")[^"]*"/, `$1${text}"`)
  }
}

function partition<T>(entries: readonly T[], belongs: (entry: T) => boolean): readonly [T[], T[]] {
  return [entries.filter(belongs), entries.filter(entry => !belongs(entry))]
}
