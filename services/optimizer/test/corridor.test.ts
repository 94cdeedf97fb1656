import { validateCorridor } from '@selaras/shared'
import { expect, it } from 'vitest'
import { createCorridor } from './corridor.ts'

it('the test corridor is one that may be run', () => {
  expect(validateCorridor(createCorridor('demo', ['one', 'two']))).toEqual([])
})
