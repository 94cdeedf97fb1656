import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { readTestReport } from './test-report.ts'

/** What became of one step of `npm test`. */
export interface StepResult {
  readonly name: string
  readonly durationSeconds: number
  readonly passed: number
  readonly failed: number
  /** Why the step fails the run; undefined when it does not. */
  readonly problem: string | undefined
}

/** Runs a tool from node_modules that has no tests to count. */
export async function runCheck(name: string, tool: string, toolArguments: readonly string[]): Promise<StepResult> {
  const { durationSeconds, problem } = await run(name, tool, toolArguments)
  return { name, durationSeconds, passed: 0, failed: 0, problem }
}

/** Runs one vitest project; it fails too when it ran no test or did not run all. */
export async function runProject(project: string, reportPath: string): Promise<StepResult> {
  const name = `vitest ${project}`
  const { durationSeconds, problem } = await run(name, 'vitest', [
    'run',
    ...['--project', project, '--reporter', 'default', '--reporter', 'json', `--outputFile.json=${reportPath}`]
  ])
  const report = readTestReport(reportPath)
  return { name, durationSeconds, passed: report.passed, failed: report.failed, problem: report.problem ?? problem }
}

function run(
  name: string,
  tool: string,
  toolArguments: readonly string[]
): Promise<{ durationSeconds: number; problem: string | undefined }> {
  console.log(`\n━━━ ${name} ${'━'.repeat(70 - name.length)}`)
  const startedAtMs = performance.now()
  // The tools' scripts start "node" from PATH: it has to be the one that runs us.
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter)
  const child = spawn(join('node_modules', '.bin', tool), toolArguments, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path }
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (exitCode, signal) => {
      const durationSeconds = (performance.now() - startedAtMs) / 1000
      console.log(`━━━ ${name}: ${durationSeconds.toFixed(1)} s`)
      resolve({
        durationSeconds,
        problem: exitCode === 0 ? undefined : signal === null ? `exit code ${exitCode}` : `ended by ${signal}`
      })
    })
  })
}
