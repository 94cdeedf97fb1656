import type { PhasePlan } from '@selaras/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMosquitto } from '../../../test/servers/mosquitto.ts'
import type { RunningServer } from '../../../test/servers/running-server.ts'
import { config, corridor, junction } from '../test/junction.ts'
import { createObserver, type Observer } from '../test/observer.ts'
import { createMqttController, type MqttController } from './mqtt-controller.ts'
import { systemClock } from './system-clock.ts'

const timeout = 20_000

/** Keeps the running stage 1 green, from what the controller does. */
function planFrom({ state }: MqttController, revision: number, validMs: number): PhasePlan {
  const issuedAtMs = Date.now()
  return {
    schemaVersion: 1,
    corridorId: corridor.corridorId,
    intersectionId: junction.intersectionId,
    configurationVersion: corridor.configurationVersion,
    epoch: 1,
    revision,
    basedOnAtMs: issuedAtMs,
    issuedAtMs,
    validUntilMs: issuedAtMs + validMs,
    intervals: [{ stage: 1, startAtMs: state.stageGreenSinceAtMs, endAtMs: state.stageGreenSinceAtMs + 60_000 }],
    reason: 'test'
  }
}

describe('createMqttController', () => {
  let broker: RunningServer
  let observer: Observer
  let controller: MqttController
  const warnings: unknown[] = []

  beforeEach(async () => {
    broker = await startMosquitto()
    observer = await createObserver(broker.url)
    warnings.length = 0
    const note = (fields: object, phrase: string) => warnings.push({ phrase, ...fields })
    controller = createMqttController(
      { clock: systemClock, log: { info: () => undefined, warn: note, error: note } },
      { brokerUrl: broker.url, config, software: 'test 1', startStage: 1 }
    )
    controller.start()
    await expect.poll(() => controller.isConnected, { timeout }).toBe(true)
  })
  afterEach(async () => {
    await controller.close()
    await observer.close()
    await broker.stop()
  })

  it('says that it is there, executes a plan, acknowledges it, and says farewell', async () => {
    await expect.poll(() => observer.presences, { timeout }).toEqual(['online'])
    const plan = planFrom(controller, 1, 10_000)
    await observer.send(plan)
    await expect.poll(() => observer.acks, { timeout }).toMatchObject([{ epoch: 1, revision: 1, result: 'accepted' }])
    await expect.poll(() => observer.findSignal()?.planRevision, { timeout }).toBe(1)
    expect(observer.findSignal()).toMatchObject({ mode: 'adaptive', state: { stage: 1, interval: 'green' } })
    await observer.send(plan)
    await observer.send({ ...plan, revision: 2, validUntilMs: plan.issuedAtMs })
    await expect
      .poll(() => observer.acks.map(({ result }) => result), { timeout })
      .toEqual(['accepted', 'superseded', 'rejected'])
    expect(observer.acks[2]!.problems[0]).toContain('validity-not-positive')
    await controller.close()
    await expect.poll(() => observer.presences, { timeout }).toEqual(['online', 'shutdown'])
  })

  it('is not disturbed by messages that cannot be read', async () => {
    const bad = [new Uint8Array([0xff, 0xfe]), '{', '{"__proto__":{}}', '', `"${'x'.repeat(60_000)}"`, '[]', 'null']
    for (const payload of bad) await observer.send(payload)
    await observer.send(planFrom(controller, 1, 10_000))
    await expect.poll(() => observer.acks, { timeout }).toMatchObject([{ result: 'accepted' }])
    expect(warnings).toMatchObject([{ phrase: 'plan messages cannot be read', messages: 1 }])
  })

  it('runs its local timing plan when the broker dies, and comes back by itself', async () => {
    await observer.send(planFrom(controller, 1, 2000))
    await expect.poll(() => controller.state.mode, { timeout }).toBe('adaptive')
    const before = observer.findSignal()!
    await broker.kill('SIGKILL')
    await expect.poll(() => controller.state.mode, { timeout: 2500, interval: 20 }).toBe('local')
    const beforeMs = controller.state.nowMs
    await expect.poll(() => controller.state.nowMs, { timeout }).toBeGreaterThan(beforeMs + 500)
    await broker.start()
    await expect.poll(() => controller.isConnected, { timeout }).toBe(true)
    await expect.poll(() => observer.findSignal()?.mode, { timeout }).toBe('local')
    expect(observer.findSignal()!.bootAtMs).toBe(before.bootAtMs)
    expect(observer.findSignal()!.seq).toBeGreaterThan(before.seq)
    await observer.send(planFrom(controller, 2, 10_000))
    await expect.poll(() => controller.state.mode, { timeout }).toBe('adaptive')
  })

  it('closes within two seconds when the broker hangs', async () => {
    await broker.kill('SIGSTOP')
    const startMs = performance.now()
    await controller.close()
    await controller.close()
    expect(performance.now() - startMs).toBeLessThan(3000)
    await broker.kill('SIGCONT')
  })
})
