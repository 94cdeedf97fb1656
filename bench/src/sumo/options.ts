import { createOptionReader } from '../option-reader.ts'
import type { Period } from '../picture/intersection-history.ts'
import { readSettings, settingNames, settingsUsage } from '../run/read-settings.ts'
import type { RunOptions } from '../run/run-options.ts'
import { UsageError } from '../usage-error.ts'

export const viaNames = ['direct', 'services'] as const

export interface BenchOptions extends RunOptions {
  readonly seeds: readonly number[]
  readonly via: (typeof viaNames)[number]
  readonly killIngest: number
  readonly json: string | undefined
  /** Folder that keeps every tick of the planner, for a replay. */
  readonly record: string | undefined
  /** Folder for pictures of each run, and the seconds to show. */
  readonly picture: string | undefined
  readonly window: Period | undefined
}

export const usage = `npm run bench:sumo -- --net FILE.net.xml --routes FILE.rou.xml[,FILE…] --begin S --end S
  [--yellow 3] [--signals id,id] [--seeds 1,2,3] [--via direct|services] [--kill-ingest N] [--json FILE]
  [--record DIR] [--picture DIR [--window FROM-TO]] ${settingsUsage}`

const ownNames = [
  'net',
  'routes',
  'begin',
  'end',
  'yellow',
  'signals',
  'seeds',
  'via',
  'kill-ingest',
  'json',
  'record',
  'picture',
  'window'
] as const

/** Reads the command line; throws `UsageError` that names the option, what was expected and what came. */
export function readOptions(args: readonly string[]): BenchOptions {
  const reader = createOptionReader(args, [...ownNames, ...settingNames])
  const net = reader.text('net')
  const routes = reader.text('routes').split(',')
  for (const name of ['begin', 'end']) reader.text(name)
  const beginSeconds = reader.whole('begin', 0, 0, 1e9)
  const endSeconds = reader.whole('end', 0, 0, 1e9)
  if (endSeconds <= beginSeconds) {
    throw new UsageError(`--end: expected more than --begin (${beginSeconds}), received ${endSeconds}`)
  }
  const via = reader.oneOf('via', viaNames, 'direct')
  const settings = readSettings(reader)
  if (via === 'services' && settings.latencySeconds > 0) {
    throw new UsageError('--latency: expected 0 with --via services, where a second waits for its plan')
  }
  const record = reader.find('record')
  if (record !== undefined && (via === 'services' || settings.controller !== 'selaras')) {
    throw new UsageError('--record: expected --controller selaras and --via direct: it keeps what our planner is told')
  }
  const signals = reader
    .find('signals')
    ?.split(',')
    .filter(id => id !== '')
  return {
    name: net.split('/').at(-1)!.replace('.net.xml', ''),
    net,
    routes,
    beginSeconds,
    endSeconds,
    yellowSeconds: reader.number('yellow', 3, 0, 12),
    ...(signals === undefined ? {} : { signals }),
    ...settings,
    seeds: reader.wholes('seeds', '1'),
    via,
    killIngest: reader.whole('kill-ingest', 0, 0, 100),
    json: reader.find('json'),
    record,
    picture: reader.find('picture'),
    window: readWindow(reader.find('window'), beginSeconds, endSeconds)
  }
}

function readWindow(text: string | undefined, beginSeconds: number, endSeconds: number): Period | undefined {
  if (text === undefined) return undefined
  const [fromSecond = 0, toSecond = 0] = /^(\d+)-(\d+)$/.exec(text)?.slice(1).map(Number) ?? []
  if (beginSeconds <= fromSecond && fromSecond < toSecond && toSecond <= endSeconds) return { fromSecond, toSecond }
  throw new UsageError(`--window: expected FROM-TO within ${beginSeconds}-${endSeconds}, received "${text}"`)
}
