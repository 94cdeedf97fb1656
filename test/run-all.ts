import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runCheck, runProject, type StepResult } from './run-step.ts'
import { obtainServers } from './servers/obtain-servers.ts'

// The whole of `npm test`: everything runs even after a failure, so that one run tells all that is wrong.
process.chdir(dirname(import.meta.dirname))
const reportsDirectory = mkdtempSync(join(tmpdir(), 'selaras-reports-'))
const results: StepResult[] = []

try {
  for (const line of await obtainServers()) console.log(`test server: ${line}`)
  results.push(await runCheck('biome ci', 'biome', ['ci', '--error-on-warnings', '.']))
  results.push(await runCheck('tsc', 'tsc', ['--noEmit']))
  for (const project of ['unit', 'property', 'integration', 'e2e']) {
    results.push(await runProject(project, join(reportsDirectory, `${project}.json`)))
  }
  process.exitCode = results.every(result => result.problem === undefined) ? 0 : 1
} catch (error) {
  process.exitCode = 1
  console.error(error instanceof Error ? `\n${error.name}: ${error.message}` : error)
} finally {
  rmSync(reportsDirectory, { recursive: true, force: true })
}

console.log(`\n━━━ summary, Node ${process.version} ${'━'.repeat(50)}`)
for (const { name, durationSeconds, passed, failed, problem } of results) {
  const counts = passed + failed === 0 ? '' : `${passed} passed, ${failed} failed`
  console.log(
    [name.padEnd(24), `${durationSeconds.toFixed(1)} s`.padStart(9), ` ${counts.padEnd(24)}`, problem ?? 'ok'].join(' ')
  )
}

const sum = (count: (result: StepResult) => number) => results.reduce((total, result) => total + count(result), 0)
// A step that failed without a failing test (a lint error, a file that does not load) counts as one failure.
const failures = sum(({ failed, problem }) => (problem === undefined ? 0 : Math.max(failed, 1)))
console.log(`\n${sum(({ passed }) => passed)} passed, ${results.length === 0 ? 1 : failures} failed`)
