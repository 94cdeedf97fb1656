import { readFileSync } from 'node:fs'
import { defaultParameters, type PlannerParameters } from '@selaras/control'
import { UsageError } from '../usage-error.ts'

/**
 * Planner parameters that differ from the defaults.
 *
 * @param text a `.json` file with an object of them, or `name=value,name=value`; nothing without it.
 * @throws {UsageError} for a name that is not a parameter or a value of another type than its default.
 */
export function readParameters(text: string | undefined): Partial<PlannerParameters> {
  if (text === undefined || text === '') return {}
  const given = text.endsWith('.json') ? readFile(text) : readAssignments(text)
  for (const [name, value] of Object.entries(given)) {
    const standard = Object.hasOwn(defaultParameters, name)
      ? defaultParameters[name as keyof PlannerParameters]
      : undefined
    if (standard === undefined) {
      const known = Object.keys(defaultParameters).join(', ')
      throw new UsageError(`--parameters: expected one of ${known}, received "${name}"`)
    }
    if (typeof value !== typeof standard || Number.isNaN(value)) {
      throw new UsageError(`--parameters: ${name}: expected a ${typeof standard}, received ${JSON.stringify(value)}`)
    }
  }
  return given as Partial<PlannerParameters>
}

function readFile(file: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`--parameters: ${file}: ${(error as Error).message}`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new UsageError(`--parameters: ${file}: expected an object of parameters`)
}

function readAssignments(text: string): Record<string, unknown> {
  return Object.fromEntries(
    text.split(',').map(assignment => {
      const [name = '', value = ''] = assignment.split('=').map(part => part.trim())
      return [name, readValue(value)]
    })
  )
}

const readValue = (text: string): number | boolean => {
  if (text === 'true' || text === 'false') return text === 'true'
  return text === '' ? Number.NaN : Number(text)
}
