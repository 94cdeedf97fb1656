import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { createCorridorPlanner, unlimitedTime } from '@selaras/control'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCrossing, detectionsAt, greenState } from '../../../packages/control/test/crossing.ts'
import { formatDecision } from './format-decision.ts'
import { createRecorder, readRecording } from './recording.ts'
import { replayTick } from './replay.ts'

const startMs = Date.UTC(2026, 0, 5)

/** Stage 1 has had green for a long time when a queue builds up before stage 2. */
function recordCrossing(): string {
  const folder = mkdtempSync(join(tmpdir(), 'selaras-record-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const corridor = createCrossing()
  const recorder = createRecorder({ corridor, parameters: {} })
  const planner = recorder.watch(createCorridorPlanner(corridor))
  for (let second = 0; second < 5; second++) {
    const nowMs = startMs + 1000 * second
    planner.plan(
      {
        nowMs,
        detections: [{ intersectionId: 'crossing', message: detectionsAt(nowMs, [0, second], [0, 0]) }],
        signals: { crossing: greenState(1, startMs - 20_000) }
      },
      unlimitedTime
    )
  }
  recorder.save(folder, 3)
  return folder
}

describe('replayTick', () => {
  it('decides a tick as it was decided, from what was learnt until then', async () => {
    const [decision] = await replayTick(await readRecording(recordCrossing(), 3), startMs + 4000, {})
    expect(decision).toMatchObject({ isSame: true, planned: { intersectionId: 'crossing' } })
    const text = formatDecision(decision!, startMs + 4000)
    expect(text).toContain('crossing: to stage 2')
    expect(text).toContain('signal: green of stage 1')
    expect(text).toMatch(/a2-z0 +\d/)
    expect(text).toMatch(/bound by: none; search of 54 s: complete, \d+ states/)
    expect(text).toMatch(/a2-l0 +4\.0 +\d+\.\d +\d+/)
    expect(text).toMatch(/stage 2 +\d+\.\d +54/)
    expect(text).not.toContain('recorded plan')
  })

  it('shows what other parameters would have decided', async () => {
    const changes = { startUpLossSeconds: 30 }
    const [decision] = await replayTick(await readRecording(recordCrossing(), 3), startMs + 4000, changes)
    expect(decision!.isSame).toBe(false)
    expect(formatDecision(decision!, startMs + 4000)).toContain('recorded plan: 1 [')
  })

  it('refuses a second that was not recorded, and a seed', async () => {
    const folder = recordCrossing()
    await expect(replayTick(await readRecording(folder, 3), startMs + 9000, {})).rejects.toThrow(
      '--at: expected a second of the recorded period, 0 to 4, received 9'
    )
    await expect(readRecording(folder, 4)).rejects.toThrow(/found no .*seed-4/)
  })
})

describe('readRecording', () => {
  it.each([
    ['truncated', gzipSync('{}\n').subarray(0, 12), /expected compressed lines of JSON, received .*end of file/],
    ['not compressed', Buffer.from('{}'), /expected compressed lines of JSON, received incorrect header/],
    ['empty', Buffer.alloc(0), /seed-3\.jsonl\.gz: expected /],
    ['an empty object', gzipSync('{}\n'), /expected a corridor and parameters in its first line, received \{\}/],
    ['without ticks', gzipSync('{"corridor":{"intersections":[]},"parameters":{}}\n'), /received 0 ticks/]
  ])('names a file that is %s', async (_, content, message) => {
    const folder = recordCrossing()
    writeFileSync(join(folder, 'seed-3.jsonl.gz'), content)
    await expect(readRecording(folder, 3)).rejects.toThrow(message)
  })
})

describe('bench:replay', () => {
  it('names the intersections that there are', () => {
    const program = fileURLToPath(new URL('../replay-main.ts', import.meta.url))
    const options = ['--record', recordCrossing(), '--seed', '3', '--at', '4']
    const run = (id: string) =>
      spawnSync(process.execPath, [program, ...options, '--intersection', id], { encoding: 'utf8' })
    const { status, stderr } = run('elsewhere')
    expect(stderr).toContain('--intersection: expected one of crossing, received "elsewhere"')
    expect(status).toBe(2)
    expect(run('crossing').status).toBe(0)
  }, 30_000)
})
