import { existsSync, readFileSync } from 'node:fs'

export interface TestReport {
  readonly passed: number
  readonly failed: number
  /** Why the run does not count as passed. */
  readonly problem: string | undefined
}

/** Totals of vitest's JSON report. A run without tests, or one that left any out, is not a passed one. */
export function readTestReport(path: string): TestReport {
  if (!existsSync(path)) return { passed: 0, failed: 0, problem: 'vitest wrote no report' }
  const report: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'))
  const count = (field: string): number => {
    const value = report[field]
    if (typeof value !== 'number') throw new TypeError(`${path}: expected a number in "${field}", received ${value}`)
    return value
  }
  const passed = count('numPassedTests')
  const failed = count('numFailedTests')
  const leftOut = count('numPendingTests') + count('numTodoTests')
  if (failed > 0) return { passed, failed, problem: `${failed} failed` }
  if (leftOut > 0) return { passed, failed, problem: `${leftOut} not run (skipped or todo)` }
  return { passed, failed, problem: passed === 0 ? 'ran no test' : undefined }
}
