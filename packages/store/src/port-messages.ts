import type { Store } from './store.ts'

export type Method = keyof Store

/** Stands for an AbortSignal among the arguments of a call: a signal itself cannot cross to another thread. */
export const abortSignalMark = 'selaras:abort-signal'

export type Request =
  | {
      readonly kind: 'call'
      readonly id: number
      readonly method: Method
      readonly methodArguments: readonly unknown[]
    }
  | { readonly kind: 'abort'; readonly id: number }

export interface SentError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: SentError }

export function toSentError(thrown: unknown): SentError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown), stack: undefined }
  return { name: thrown.name, message: thrown.message, stack: thrown.stack }
}

/** An error with the name, message and stack of the one that was sent; its class does not cross. */
export function fromSentError({ name, message, stack }: SentError): Error {
  const error = new Error(message)
  error.name = name
  if (stack !== undefined) error.stack = stack
  return error
}
