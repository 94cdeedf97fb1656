import { drawFeatures } from './family/features.ts'
import { generateCase } from './family/generate-case.ts'
import { readGenerateOptions, usage } from './family/generate-options.ts'
import { writeCase } from './family/write-case.ts'
import { runCommand } from './run-command.ts'

await runCommand(usage, async args => {
  const { out, seeds, signals } = readGenerateOptions(args)
  for (const seed of seeds) {
    const generated = generateCase(seed, drawFeatures(seed, signals === undefined ? undefined : { signals }))
    const folder = writeCase(generated, out)
    const { vehicles, features } = generated.familyCase
    const { drivingSide, demand, volumeToCapacity } = features
    process.stdout.write(`${folder}: ${vehicles} vehicles, ${drivingSide}, ${demand}, ${volumeToCapacity}\n`)
  }
  return 0
})
