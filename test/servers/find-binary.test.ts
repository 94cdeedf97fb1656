import { afterEach, expect, it, vi } from 'vitest'
import { findBinary } from './find-binary.ts'
import { MissingBinaryError } from './missing-binary-error.ts'

afterEach(() => vi.unstubAllEnvs())

it('takes the program that the environment names', async () => {
  vi.stubEnv('SELARAS_SUMO', process.execPath)
  expect(await findBinary('sumo')).toMatchObject({ kind: 'local', name: 'sumo', path: process.execPath })
})

it('refuses an override that is no program, naming variable, value and the command to run', async () => {
  vi.stubEnv('SELARAS_SUMO', '/nowhere/sumo')
  const refusal = findBinary('sumo')
  await expect(refusal).rejects.toThrow(MissingBinaryError)
  await expect(refusal).rejects.toThrow(/SELARAS_SUMO="\/nowhere\/sumo".*\n.*install.*sumo/)
})
