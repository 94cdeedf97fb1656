import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importNetwork } from '@selaras/sumo'
import { afterAll, describe, expect, it } from 'vitest'
import { peerNames } from '../peers/peer-names.ts'
import type { ControllerName } from '../run/run-options.ts'
import { runBaseline } from './baseline.ts'
import { readOptions } from './options.ts'
import { runPeer } from './peer.ts'

const net = fileURLToPath(new URL('../../../packages/sumo/test/import/two-signals.net.xml', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'selaras-peers-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Five minutes of uneven demand over two signals, then time for everybody to arrive. */
const streams = [
  { from: 'w-in', to: 'e-out', everySeconds: 5 },
  { from: 'e-in', to: 'w-out', everySeconds: 9 },
  { from: 'n-in', to: 's-out', everySeconds: 24 },
  { from: 'es-in', to: 'w-out', everySeconds: 20 },
  { from: 'side-in', to: 'e-out', everySeconds: 30 }
]
const trips = streams.flatMap(({ from, to, everySeconds }) =>
  Array.from({ length: Math.floor(300 / everySeconds) }, (_, index) => ({ from, to, depart: index * everySeconds + 1 }))
)
const routes = join(folder, 'demand.rou.xml')
writeFileSync(
  routes,
  `<routes>\n${trips
    .sort((a, b) => a.depart - b.depart)
    .map(({ from, to, depart }, index) => `  <trip id="${index}" depart="${depart}" from="${from}" to="${to}"/>`)
    .join('\n')}\n</routes>\n`
)

const network = importNetwork(readFileSync(net, 'utf8'), { corridorId: 'test', fileName: net })
const optionsFor = (controller: ControllerName) =>
  readOptions(['--net', net, '--routes', routes, '--begin', '0', '--end', '420', '--controller', controller])

describe('peers on two signals', () => {
  it('each serves everybody with safe lights and plans that the controllers accept, better than fixed time', async () => {
    const fixed = await runBaseline(network, optionsFor('fixed'), 1, () => {})
    for (const name of peerNames) {
      const run = await runPeer(network, optionsFor(name), 1, () => {})
      expect(run, name).toMatchObject({ undeparted: 0, violations: [], plansRejected: 0 })
      expect(run.unfinished, name).toBeLessThanOrEqual(2)
      expect(run.meanDelaySeconds, name).toBeLessThan(fixed.meanDelaySeconds)
    }
  })
})
