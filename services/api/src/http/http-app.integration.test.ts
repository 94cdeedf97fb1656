import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCorridor, createSignal, detectionsRecord } from '../../../../packages/store/test/fixtures.ts'
import { type ApiBench, createApiBench } from '../../test/api-bench.ts'
import { planNow } from '../../test/plan.ts'

let bench: ApiBench
let url: string
const read = async (path: string) => {
  const response = await fetch(`${url}${path}`)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const put = async (corridorId: string, body: string, type = 'application/json') => {
  const response = await fetch(`${url}/api/v1/corridors/${corridorId}`, {
    method: 'PUT',
    headers: { 'content-type': type },
    body
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
/** Status of the answer to a body that is only announced: who sends one may be cut off before he can read. */
const announce = (corridorId: string, bytes: number) =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': bytes }
    const call = request(`${url}/api/v1/corridors/${corridorId}`, { method: 'PUT', headers }, ({ statusCode }) => {
      resolve(statusCode)
      call.destroy()
    })
    call.once('error', reject)
    call.flushHeaders()
  })
const corridor = createCorridor('demo')

beforeAll(async () => {
  bench = await createApiBench()
  url = (await bench.start()).url
})
beforeEach(() => bench.store.putCorridor(corridor))
afterAll(() => bench.close())

describe('the REST interface', () => {
  it('shows corridors, their plans and their state', async () => {
    const site = { corridorId: 'demo', intersectionId: 'i1' }
    const none = await read('/api/v1/corridors/demo/intersections/i1/plan')
    expect(none).toMatchObject({ status: 404, body: { type: '/problems/no-plan' } })
    const epoch = (await bench.store.acquireLease('demo', 'test', 60_000))!
    const plan = planNow('demo', epoch, 1)
    await bench.store.commitPlans('demo', epoch, [plan])
    const signal = createSignal(0)
    await bench.store.record([
      detectionsRecord('demo', 0),
      detectionsRecord('demo', 3),
      { channel: 'signal', site, receivedAtMs: signal.producedAtMs, message: signal }
    ])
    expect(await read('/api/v1/corridors')).toEqual({
      status: 200,
      body: {
        corridors: [{ corridorId: 'demo', configurationVersion: 1, intersections: 1, links: 0 }]
      }
    })
    expect(await read('/api/v1/corridors/demo')).toEqual({ status: 200, body: corridor })
    expect(await read('/api/v1/corridors/demo/plans')).toEqual({ status: 200, body: { plans: [plan] } })
    expect(await read('/api/v1/corridors/demo/intersections/i1/plan')).toEqual({ status: 200, body: plan })
    const state = await read('/api/v1/corridors/demo/state')
    expect(state).toMatchObject({
      status: 200,
      body: {
        corridorId: 'demo',
        intersections: [
          {
            intersectionId: 'i1',
            signal,
            presence: null,
            acknowledgement: null,
            plan,
            detections: { stored: 2, gaps: 2 }
          }
        ]
      }
    })
  })

  it('answers problem details that name the field, what was expected and what was received', async () => {
    expect(await read('/api/v1/corridors/nowhere/state')).toMatchObject({
      status: 404,
      body: { type: '/problems/unknown-corridor', detail: 'there is no corridor "nowhere"' }
    })
    expect(await read('/api/v1/corridors/demo/intersections/i9/plan')).toMatchObject({
      status: 404,
      body: { type: '/problems/unknown-intersection' }
    })
    expect(await read('/api/v1/corridors/NOT%20AN%20ID')).toMatchObject({
      status: 400,
      body: { type: '/problems/invalid-request', problems: [{ path: '/corridorId', received: '"NOT AN ID"' }] }
    })
    expect(await read('/api/v2')).toMatchObject({ status: 404, body: { type: '/problems/unknown-address' } })
  })

  it('takes a corridor only if it can be run and is newer', async () => {
    const newer = { ...corridor, configurationVersion: 2 }
    const broken = { ...newer, intersections: [{ ...newer.intersections[0]!, conflicts: [] }] }
    expect(await put('demo', JSON.stringify(broken))).toMatchObject({
      status: 422,
      body: { type: '/problems/invalid-corridor', problems: [{ path: '/intersections/0/conflicts', received: 'none' }] }
    })
    expect(await put('demo', JSON.stringify({ ...newer, configurationVersion: '2' }))).toMatchObject({
      status: 422,
      body: { problems: [{ path: '/configurationVersion', received: '"2"' }] }
    })
    expect(await put('other', JSON.stringify(newer))).toMatchObject({
      status: 422,
      body: { detail: 'corridorId: expected "other" as in the address, received "demo"' }
    })
    expect(await put('demo', JSON.stringify(corridor))).toMatchObject({
      status: 409,
      body: { detail: 'configurationVersion: expected above 1, received 1' }
    })
    expect(await put('demo', '{"schemaVersion":')).toMatchObject({ status: 400 })
    expect(await put('demo', 'a: 1', 'application/yaml')).toMatchObject({ status: 415 })
    expect(await announce('demo', 5 * 1024 * 1024)).toBe(413)
    expect(await bench.store.findCorridor('demo')).toEqual(corridor)
    expect(await put('demo', JSON.stringify(newer))).toEqual({ status: 200, body: newer })
    expect(await bench.store.findCorridor('demo')).toEqual(newer)
  })
})
