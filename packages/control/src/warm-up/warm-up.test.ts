import { validateCorridor } from '@selaras/shared'
import { describe, expect, it } from 'vitest'
import { warmUp } from './warm-up.ts'
import { warmUpCorridor } from './warm-up-corridor.ts'

describe('warmUp', () => {
  it('plans a valid corridor of its own', () => {
    expect(validateCorridor(warmUpCorridor)).toEqual([])
    expect(warmUp).not.toThrow()
  })
})
