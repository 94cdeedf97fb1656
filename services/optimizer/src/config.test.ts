import { ConfigError } from '@selaras/service'
import { describe, expect, it } from 'vitest'
import { loadOptimizerConfig } from './config.ts'

describe('loadOptimizerConfig', () => {
  it('takes defaults for what is unset or empty', () => {
    expect(loadOptimizerConfig({ REDIS_URL: '', INSTANCE_NAME: 'one' })).toMatchObject({
      REDIS_URL: 'redis://127.0.0.1:6379',
      HTTP_HOST: '127.0.0.1',
      CLOCK: 'system',
      PLAN_BUDGET_MS: 50,
      VALIDITY_MS: 5000,
      INSTANCE_NAME: 'one'
    })
  })

  it('reads numbers and words', () => {
    const config = loadOptimizerConfig({ PLAN_BUDGET_MS: '20', CLOCK: 'event', HTTP_PORT: '0' })
    expect(config).toMatchObject({ PLAN_BUDGET_MS: 20, CLOCK: 'event', HTTP_PORT: 0 })
  })

  it('names every variable that is wrong, what was expected and what came', () => {
    const env = { PLAN_BUDGET_MS: '50.5', VALIDITY_MS: 'soon', HTTP_PORT: '70000', CLOCK: 'sundial' }
    const problems = findProblems(env)
    expect(problems.map(({ path }) => path)).toEqual(['HTTP_PORT', 'CLOCK', 'PLAN_BUDGET_MS', 'VALIDITY_MS'])
    for (const { path, expected, received } of problems) {
      expect(expected).not.toBe('')
      expect(received).toContain(env[path as keyof typeof env])
    }
  })

  it('does not repeat a password', () => {
    const [problem] = findProblems({ REDIS_URL: 'http://user:secret@somewhere' })
    expect(problem?.received).toBe('"http://…@somewhere"')
  })
})

function findProblems(env: Record<string, string>) {
  try {
    loadOptimizerConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
  }
  throw new Error('the configuration was taken')
}
