import { writeFileSync } from 'node:fs'
import { fuzzPlans } from './fuzz-plans/fuzz-plans.ts'
import { readFuzzOptions } from './fuzz-plans/options.ts'
import { formatFuzzReport, isPassed } from './fuzz-plans/report.ts'
import { UsageError } from './fuzz-plans/usage-error.ts'

try {
  const options = readFuzzOptions(process.argv.slice(2))
  const report = fuzzPlans(options, (done, perSecond) => {
    const line = `${done} of ${options.count} plans, ${perSecond} a second`
    process.stderr.write(process.stderr.isTTY ? `\r${line}\x1b[K` : `${line}\n`)
  })
  process.stderr.write('\n')
  process.stdout.write(`${formatFuzzReport(report)}\n`)
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`)
  process.exitCode = isPassed(report) ? 0 : 1
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
