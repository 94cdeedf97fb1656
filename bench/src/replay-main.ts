import { fieldEpochMs } from '@selaras/sumo'
import { createOptionReader } from './option-reader.ts'
import { formatDecision } from './record/format-decision.ts'
import { readRecording } from './record/recording.ts'
import { replayTick } from './record/replay.ts'
import { readParameters } from './run/parameters.ts'
import { runCommand } from './run-command.ts'
import { UsageError } from './usage-error.ts'

const usage = `npm run bench:replay -- --record DIR --at SECOND [--seed 1] [--intersection ID] [--parameters FILE.json|name=value,…]`

await runCommand(usage, async args => {
  const reader = createOptionReader(args, ['record', 'at', 'seed', 'intersection', 'parameters'])
  const recording = await readRecording(reader.text('record'), reader.whole('seed', 1, 0, 1e9))
  reader.text('at')
  const atMs = fieldEpochMs + 1000 * reader.whole('at', 0, 0, 1e9)
  const wanted = reader.find('intersection')
  const ids = recording.corridor.intersections.map(({ intersectionId }) => intersectionId)
  if (wanted !== undefined && !ids.includes(wanted)) {
    throw new UsageError(`--intersection: expected one of ${ids.join(', ')}, received "${wanted}"`)
  }
  const decided = await replayTick(recording, atMs, readParameters(reader.find('parameters')))
  const decisions = decided.filter(({ planned }) => wanted === undefined || planned.intersectionId === wanted)
  process.stdout.write(decisions.map(decision => `${formatDecision(decision, atMs)}\n`).join('\n'))
  return decisions.length > 0 ? 0 : 1
})
