import type { Static, TSchema } from '@sinclair/typebox'
import { TypeCompiler, type ValueError, ValueErrorType } from '@sinclair/typebox/compiler'
import { parse } from 'secure-json-parse'
import { maximumPayloadBytes } from './topics.ts'

/** One reason why an input was refused: which field, what was expected, what came. */
export interface InputProblem {
  /** JSON pointer; empty for the whole input. */
  readonly path: string
  readonly expected: string
  readonly received: string
}

export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly InputProblem[] }

export type Decoder<T> = (bytes: Uint8Array | string) => Decoded<T>

const mostProblems = 8
const refuse = (path: string, expected: string, received: string): Decoded<never> => ({
  ok: false,
  problems: [{ path, expected, received }]
})

/**
 * Compiles a schema once and returns the function that turns bytes into a checked value.
 *
 * Refuses more than `maximumBytes`, bytes that are not UTF-8, text that is not JSON, prototype-poisoning keys, and
 * whatever the schema does not allow. Nothing is coerced, defaulted or stripped.
 */
export function decoderOf<S extends TSchema>(schema: S, maximumBytes = maximumPayloadBytes): Decoder<Static<S>> {
  const check = checkerOf(schema)
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  return bytes => {
    if (bytes.length > maximumBytes) return refuse('', `at most ${maximumBytes} bytes`, `${bytes.length} bytes`)
    let text: string
    try {
      text = typeof bytes === 'string' ? bytes : utf8.decode(bytes)
    } catch {
      return refuse('', 'UTF-8 text', 'bytes that are not UTF-8')
    }
    let input: unknown
    try {
      input = parse(text, null, { protoAction: 'error', constructorAction: 'error' })
    } catch (error) {
      return refuse('', 'JSON', `${excerpt(text)} (${(error as Error).message})`)
    }
    return check(input)
  }
}

/** Like `decoderOf`, for a value that is already parsed (YAML, structured clone). */
export function checkerOf<S extends TSchema>(schema: S): (input: unknown) => Decoded<Static<S>> {
  const compiled = TypeCompiler.Compile(schema)
  return input => {
    if (compiled.Check(input)) return { ok: true, value: input }
    const problems: InputProblem[] = []
    for (const error of compiled.Errors(input)) {
      problems.push(problemOf(error))
      if (problems.length === mostProblems) break
    }
    return { ok: false, problems }
  }
}

function problemOf(error: ValueError): InputProblem {
  const { description } = error.schema
  const isUnknown = error.type === ValueErrorType.ObjectAdditionalProperties
  const note = typeof description === 'string' && !isUnknown ? ` (${description})` : ''
  return { path: error.path, expected: `${expectationOf(error)}${note}`, received: excerpt(error.value) }
}

function expectationOf({ type, schema, message }: ValueError): string {
  if (type === ValueErrorType.ObjectAdditionalProperties) return 'no such property'
  if (type === ValueErrorType.Union) return (schema['anyOf'] as TSchema[]).map(alternativeOf).join(' or ')
  return message.replace(/^Expected /, '')
}

const alternativeOf = ({ const: literal, type, $id }: TSchema): string =>
  literal === undefined ? String($id ?? type ?? 'another value') : JSON.stringify(literal)

/** A short picture of a value for messages and logs. */
export function excerpt(value: unknown): string {
  const text = value === undefined ? 'nothing' : typeof value === 'string' ? `"${value}"` : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

/** `problem` as one line: field, expected, received. */
export const formatProblem = (problem: InputProblem): string =>
  `${problem.path || '(whole input)'}: expected ${problem.expected}, received ${problem.received}`
