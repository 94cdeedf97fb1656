import { readFileSync } from 'node:fs'
import { defaultParameters, type PlannerParameters } from '@selaras/control'
import { UsageError } from '../usage-error.ts'

type Name = keyof PlannerParameters

/** Counts, and times of the search's grid: whole, and at least this. The other parameters are at least 0. */
const leastWhole: Partial<Record<Name, number>> = {
  fineSteps: 0,
  coarseSteps: 0,
  fineStepSeconds: 1,
  coarseStepSeconds: 1,
  statesPerClass: 1,
  expansionsPerSearch: 1
}

/**
 * Planner parameters that differ from the defaults.
 *
 * @param text a `.json` file with an object of them, or `name=value,name=value`; nothing without it.
 * @throws {UsageError} for a name that is not a parameter, a value out of its range, or a search without a step.
 */
export function readParameters(text: string | undefined): Partial<PlannerParameters> {
  if (text === undefined) return {}
  const given = text.endsWith('.json') ? readFile(text) : readAssignments(text)
  const parameters = Object.fromEntries(
    given.map(({ name, value, typed }) => [checkName(name), check(name, value, typed)])
  )
  const { fineSteps, coarseSteps } = { ...defaultParameters, ...parameters }
  if (fineSteps + coarseSteps < 1) {
    throw new UsageError('--parameters: fineSteps + coarseSteps: expected at least 1, received 0')
  }
  return parameters
}

function checkName(name: string): string {
  if (Object.hasOwn(defaultParameters, name)) return name
  const known = Object.keys(defaultParameters).join(', ')
  throw new UsageError(`--parameters: expected one of ${known}, received "${name}"`)
}

function check(name: string, value: unknown, typed: string): number {
  const least = leastWhole[name as Name]
  const isRight = least === undefined ? Number.isFinite(value) : Number.isSafeInteger(value)
  if (typeof value === 'number' && isRight && value >= (least ?? 0)) return value
  const expected = `a ${least === undefined ? 'number' : 'whole number'} of at least ${least ?? 0}`
  throw new UsageError(`--parameters: ${name}: expected ${expected}, received ${typed}`)
}

interface Assignment {
  readonly name: string
  readonly value: unknown
  /** The value as it was written. */
  readonly typed: string
}

function readFile(file: string): readonly Assignment[] {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`--parameters: ${file}: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`--parameters: ${file}: expected an object of parameters, received ${JSON.stringify(value)}`)
  }
  return Object.entries(value).map(([name, entry]) => ({ name, value: entry, typed: JSON.stringify(entry) }))
}

const readAssignments = (text: string): readonly Assignment[] =>
  text.split(',').map(assignment => {
    const [name = '', ...rest] = assignment.split('=')
    const typed = rest.join('=').trim()
    return { name: name.trim(), value: typed === '' ? Number.NaN : Number(typed), typed: `"${typed}"` }
  })
