import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTestReport } from './test-report.ts'

describe('readTestReport', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'selaras-report-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  const read = (passed: number, failed: number, skipped: number, todo: number) => {
    const path = join(directory, 'report.json')
    const report = { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numTodoTests: todo }
    writeFileSync(path, JSON.stringify(report))
    return readTestReport(path)
  }

  it('accepts a run of passed tests only', () => {
    expect(read(3, 0, 0, 0)).toEqual({ passed: 3, failed: 0, problem: undefined })
  })

  it('refuses a run that failed, left tests out, ran none or wrote no report', () => {
    expect(read(3, 1, 0, 0).problem).toBe('1 failed')
    expect(read(3, 0, 2, 0).problem).toBe('2 not run (skipped or todo)')
    expect(read(3, 0, 0, 1).problem).toBe('1 not run (skipped or todo)')
    expect(read(0, 0, 0, 0).problem).toBe('ran no test')
    expect(readTestReport(join(directory, 'missing.json')).problem).toBe('vitest wrote no report')
  })
})
