import type { InputProblem } from '@selaras/shared'

export type ImportNetworkErrorDetails =
  | {
      readonly kind: 'malformed'
      readonly fileName: string | undefined
      readonly line: number
      /** Counted from 1. */
      readonly column: number
      readonly problem: string
    }
  | { readonly kind: 'inconsistent'; readonly fileName: string | undefined; readonly problem: string }
  | {
      readonly kind: 'option-out-of-range'
      readonly option: string
      readonly minimum: number
      readonly maximum: number
      readonly received: number
    }
  | { readonly kind: 'unknown-signals'; readonly unknown: readonly string[]; readonly known: readonly string[] }
  | { readonly kind: 'nothing-to-control'; readonly notes: readonly string[] }
  | { readonly kind: 'invalid-corridor'; readonly problems: readonly InputProblem[] }

/** Why a SUMO network cannot be imported. */
export class ImportNetworkError extends Error {
  override readonly name = 'ImportNetworkError'
  readonly details: ImportNetworkErrorDetails

  constructor(details: ImportNetworkErrorDetails) {
    super(messageOf(details))
    this.details = details
  }
}

function messageOf(details: ImportNetworkErrorDetails): string {
  switch (details.kind) {
    case 'malformed':
      return `${details.fileName ?? 'SUMO network'}:${details.line}:${details.column}: ${details.problem}`
    case 'inconsistent':
      return `${details.fileName ?? 'SUMO network'}: ${details.problem}`
    case 'option-out-of-range':
      return `${details.option}: expected ${details.minimum} to ${details.maximum}, received ${details.received}`
    case 'unknown-signals':
      return `no traffic light ${listed(details.unknown)} in the network, which has ${listed(details.known)}`
    case 'nothing-to-control':
      return ['the network has no traffic light that can be controlled', ...details.notes].join('; ')
    case 'invalid-corridor':
      return `the import contradicts itself: ${details.problems
        .slice(0, 3)
        .map(({ path, expected, received }) => `${path}: expected ${expected}, received ${received}`)
        .join('; ')}`
  }
}

const mostListed = 40

function listed(ids: readonly string[]): string {
  if (ids.length === 0) return 'none'
  const shown = ids.slice(0, mostListed).map(id => `"${id}"`)
  return ids.length > mostListed ? `${shown.join(', ')} and ${ids.length - mostListed} more` : shown.join(', ')
}
