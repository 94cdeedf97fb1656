import { readFileSync } from 'node:fs'
import type { InputProblem } from '@selaras/shared'

export type Environment = Readonly<Record<string, string | undefined>>

/** Text of a variable, undefined when unset or empty; or why it cannot be had. */
export type VariableText = { readonly text: string | undefined } | { readonly problem: InputProblem }

const textOf = (env: Environment, name: string) => (env[name] === '' ? undefined : env[name])

export const readVariable = (env: Environment, name: string): VariableText => ({ text: textOf(env, name) })

/**
 * Reads a secret: from `NAME`, or from the file that `NAME_FILE` names, which keeps it out of the environment.
 * One line break at the end of the file is not part of it.
 */
export function readSecret(env: Environment, name: string): VariableText {
  const fileVariable = `${name}_FILE`
  const path = textOf(env, fileVariable)
  const text = textOf(env, name)
  if (path === undefined) return { text }
  const problem = (expected: string, received: string) => ({ problem: { path: fileVariable, expected, received } })
  if (text !== undefined) return problem(`only one of ${name} and ${fileVariable}`, 'both')
  try {
    const content = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    return content === '' ? problem('a file with a secret in it', `an empty file at "${path}"`) : { text: content }
  } catch (error) {
    return problem('a file that can be read', (error as Error).message)
  }
}
