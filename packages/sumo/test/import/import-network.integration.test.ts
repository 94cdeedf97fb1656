import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findBinary } from '../../../../test/servers/find-binary.ts'
import { brokenPropertiesOf } from './broken-properties.ts'

const directory = mkdtempSync(join(tmpdir(), 'selaras-netgenerate-'))
afterAll(() => rmSync(directory, { recursive: true }))

// SUMO installs netgenerate beside netconvert.
const netgenerate = join(dirname((await findBinary('netconvert')).path), 'netgenerate')

function generate(...options: readonly string[]): string {
  const file = join(directory, 'generated.net.xml')
  execFileSync(netgenerate, [...options, '-o', file], { stdio: 'ignore' })
  return readFileSync(file, 'utf8')
}

const random = (seed: number) => ['--rand', '--rand.iterations', '60', '--seed', `${seed}`, '--tls.guess']
const dense = ['--tls.guess.threshold', '10', '--rand.min-distance', '20', '--rand.max-distance', '80']
const pedestrians = ['--sidewalks.guess', '--crossings.guess']

describe('importNetwork', () => {
  it('imports a grid', () => {
    const grid = ['--grid', '--grid.number', '3', '--grid.length', '120', '-j', 'traffic_light', '-L', '2']
    expect(brokenPropertiesOf(generate(...grid))).toEqual([])
    expect(brokenPropertiesOf(generate(...grid, '--lefthand', '--turn-lanes', '1'))).toEqual([])
    expect(brokenPropertiesOf(generate(...grid, '--no-internal-links'))).toEqual([])
    expect(brokenPropertiesOf(generate(...grid, ...pedestrians, '--tls.layout', 'incoming'))).toEqual([])
  })

  it('imports a spider web', () => {
    expect(brokenPropertiesOf(generate('--spider', '--spider.arm-number', '5', '-j', 'traffic_light'))).toEqual([])
  })

  it('imports random networks with very short edges', () => {
    expect(brokenPropertiesOf(generate(...random(3), ...dense, '-L', '2'))).toEqual([])
    expect(brokenPropertiesOf(generate(...random(4), ...dense, '--rand.random-lanenumber', '--lefthand'))).toEqual([])
  })

  it('imports traffic lights that control several junctions', () => {
    expect(brokenPropertiesOf(generate(...random(5), ...dense, '--tls.join', '-L', '2'))).toEqual([])
  })

  it('imports crossings, sidewalks and cycleways', () => {
    expect(brokenPropertiesOf(generate(...random(6), ...pedestrians, '--bikelanes.guess', '-L', '2'))).toEqual([])
  })
})
