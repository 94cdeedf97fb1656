import { drawFeatures } from './family/features.ts'
import { generateCase } from './family/generate-case.ts'
import { generateUsage, readGenerateOptions } from './family/generate-options.ts'
import { writeCase } from './family/write-case.ts'
import { UsageError } from './usage-error.ts'

try {
  const { out, seeds, signals } = readGenerateOptions(process.argv.slice(2))
  for (const seed of seeds) {
    const generated = generateCase(seed, drawFeatures(seed, signals === undefined ? undefined : { signals }))
    const folder = writeCase(generated, out)
    const { vehicles, features } = generated.familyCase
    const { drivingSide, demand, volumeToCapacity } = features
    process.stdout.write(`${folder}: ${vehicles} vehicles, ${drivingSide}, ${demand}, ${volumeToCapacity}\n`)
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n\n${generateUsage}\n`)
  process.exitCode = 2
}
