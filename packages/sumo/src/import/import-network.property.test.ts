import { readFileSync } from 'node:fs'
import { validateCorridor } from '@selaras/shared'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importNetwork } from './import-network.ts'
import { ImportNetworkError } from './import-network-error.ts'

const netXml = readFileSync(new URL('../../test/import/two-signals.net.xml', import.meta.url), 'utf8')
const lines = netXml.split('\n')
const attributes = [...netXml.matchAll(/ \w+="([^"]*)"/g)].map(match => ({
  start: match.index + match[0].length - 1 - match[1]!.length,
  end: match.index + match[0].length - 1
}))

/** Valid, or refused by name. */
function outcomeOf(text: string): 'valid' | ImportNetworkError['details']['kind'] {
  try {
    expect(validateCorridor(importNetwork(text, { corridorId: 'test' }).corridor)).toEqual([])
    return 'valid'
  } catch (error) {
    if (error instanceof ImportNetworkError) return error.details.kind
    throw error
  }
}

describe('importNetwork', () => {
  it('refuses a file that is cut off anywhere before its last element ends', () => {
    const whole = netXml.trimEnd().length
    fc.assert(
      fc.property(fc.nat(whole - 1), length => {
        expect(outcomeOf(netXml.slice(0, length))).toBe('malformed')
      }),
      { numRuns: 100 }
    )
  })

  it('is valid or refused when lines are missing', () => {
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.integer({ min: 1, max: 4 }), (at, count) => {
        outcomeOf(lines.toSpliced(at, count).join('\n'))
      }),
      { numRuns: 150 }
    )
  })

  it('is valid or refused when an attribute is damaged', () => {
    const damage = fc.constantFrom('', '-1', '0', '99', '1e9', 'x', 'G', 'rrrrrrrrr', 'w-in', ':East_c0_0')
    fc.assert(
      fc.property(fc.constantFrom(...attributes), damage, ({ start, end }, value) => {
        outcomeOf(netXml.slice(0, start) + value + netXml.slice(end))
      }),
      { numRuns: 300 }
    )
  })
})
