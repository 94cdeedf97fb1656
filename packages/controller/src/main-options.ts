import { parseArgs } from 'node:util'
import { excerpt } from '@selaras/shared'
import { UsageError } from './usage-error.ts'

export interface MainOptions {
  readonly brokerUrl: string
  readonly corridorFile: string
  readonly intersectionId: string
}

const brokerPattern = /^(mqtts?|tcp|ssl|wss?):\/\/[^/\s]+/

/** Reads the command line. @throws {UsageError} */
export function readMainOptions(args: readonly string[]): MainOptions {
  const { broker, corridor, intersection } = parse(args)
  const brokerUrl = given('broker', broker)
  if (!brokerPattern.test(brokerUrl)) {
    throw new UsageError(`--broker: expected an address like mqtt://127.0.0.1:1883, received ${excerpt(brokerUrl)}`)
  }
  return {
    brokerUrl,
    corridorFile: given('corridor', corridor),
    intersectionId: given('intersection', intersection)
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], options: { broker: text, corridor: text, intersection: text } }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function given(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`--${name}: expected a value, received nothing`)
  return value
}
