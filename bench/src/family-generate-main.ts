import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateCase } from './family/generate-case.ts'
import { generateUsage, readGenerateOptions } from './family/generate-options.ts'
import { UsageError } from './usage-error.ts'

try {
  const { out, seeds } = readGenerateOptions(process.argv.slice(2))
  for (const seed of seeds) {
    const { familyCase, netXml, routesXml } = generateCase(seed)
    const folder = join(out, familyCase.name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, familyCase.net), netXml)
    writeFileSync(join(folder, familyCase.routes), routesXml)
    writeFileSync(join(folder, 'case.json'), `${JSON.stringify(familyCase, null, 2)}\n`)
    const { drivingSide, demand, volumeToCapacity } = familyCase.features
    process.stdout.write(`${folder}: ${familyCase.vehicles} vehicles, ${drivingSide}, ${demand}, ${volumeToCapacity}\n`)
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n\n${generateUsage}\n`)
  process.exitCode = 2
}
