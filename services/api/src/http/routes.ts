import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { type Clock, type Corridor, CorridorSchema, PhasePlanSchema } from '@selaras/shared'
import type { Store } from '@selaras/store'
import { Type } from '@sinclair/typebox'
import { judgeCorridor } from '../corridors/read-corridor-files.ts'
import { HttpProblem } from './problem.ts'
import { CorridorListSchema, CorridorParams, CorridorStateSchema, IntersectionParams } from './schemas.ts'

export interface RouteDependencies {
  readonly store: Store
  readonly clock: Clock
}

/** The newest state without the detections: a cursor that no message has reached. */
const noDetections = Number.MAX_SAFE_INTEGER

/** Corridors, their plans and their state, below `/api/v1`. */
export const corridorRoutes =
  ({ store, clock }: RouteDependencies): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const getCorridor = async (corridorId: string): Promise<Corridor> => {
      const corridor = await store.findCorridor(corridorId)
      if (corridor === undefined) throw new HttpProblem(404, 'unknown-corridor', `there is no corridor "${corridorId}"`)
      return corridor
    }

    app.get('/corridors', { schema: { response: { 200: CorridorListSchema } } }, async () => {
      const corridors = await Promise.all((await store.listCorridorIds()).map(id => store.findCorridor(id)))
      return {
        corridors: corridors.flatMap(corridor =>
          corridor === undefined
            ? []
            : {
                corridorId: corridor.corridorId,
                ...(corridor.name === undefined ? {} : { name: corridor.name }),
                configurationVersion: corridor.configurationVersion,
                intersections: corridor.intersections.length,
                links: corridor.links.length
              }
        )
      }
    })

    app.get(
      '/corridors/:corridorId',
      { schema: { params: CorridorParams, response: { 200: CorridorSchema } } },
      ({ params }) => getCorridor(params.corridorId)
    )

    app.put(
      '/corridors/:corridorId',
      { schema: { params: CorridorParams, response: { 200: CorridorSchema } } },
      async ({ params, body }) => {
        const { corridor, problems } = judgeCorridor(body)
        if (corridor === undefined) {
          throw new HttpProblem(422, 'invalid-corridor', 'the corridor cannot be run', [...problems])
        }
        if (corridor.corridorId !== params.corridorId) {
          const detail = `corridorId: expected "${params.corridorId}" as in the address, received "${corridor.corridorId}"`
          throw new HttpProblem(422, 'invalid-corridor', detail)
        }
        const known = await store.findCorridor(params.corridorId)
        if (known !== undefined && known.configurationVersion >= corridor.configurationVersion) {
          const detail = `configurationVersion: expected above ${known.configurationVersion}, received ${corridor.configurationVersion}`
          throw new HttpProblem(409, 'stale-configuration', detail)
        }
        await store.putCorridor(corridor)
        return corridor
      }
    )

    app.get(
      '/corridors/:corridorId/plans',
      { schema: { params: CorridorParams, response: { 200: Type.Object({ plans: Type.Array(PhasePlanSchema) }) } } },
      async ({ params }) => {
        await getCorridor(params.corridorId)
        const { plans } = await store.readCorridor(params.corridorId, noDetections)
        return { plans: Object.values(plans) }
      }
    )

    app.get(
      '/corridors/:corridorId/intersections/:intersectionId/plan',
      { schema: { params: IntersectionParams, response: { 200: PhasePlanSchema } } },
      async ({ params }) => {
        const { intersections } = await getCorridor(params.corridorId)
        if (!intersections.some(({ intersectionId }) => intersectionId === params.intersectionId)) {
          throw new HttpProblem(404, 'unknown-intersection', `there is no intersection "${params.intersectionId}"`)
        }
        const { plans } = await store.readCorridor(params.corridorId, noDetections)
        const plan = plans[params.intersectionId]
        if (plan === undefined) throw new HttpProblem(404, 'no-plan', 'the intersection has no phase plan yet')
        return plan
      }
    )

    app.get(
      '/corridors/:corridorId/state',
      { schema: { params: CorridorParams, response: { 200: CorridorStateSchema } } },
      async ({ params }) => {
        const { corridorId, intersections } = await getCorridor(params.corridorId)
        const { signals, presences, acknowledgements, plans, streams } = await store.readCorridor(
          corridorId,
          noDetections
        )
        const nowMs = clock.now()
        return {
          corridorId,
          nowMs,
          intersections: intersections.map(({ intersectionId: id }) => ({
            intersectionId: id,
            signal: signals[id] ?? null,
            presence: presences[id] ?? null,
            acknowledgement: acknowledgements[id] ?? null,
            plan: plans[id] ?? null,
            planAgeSeconds: plans[id] === undefined ? null : (nowMs - plans[id].issuedAtMs) / 1000,
            detections: streams[id] ?? null
          }))
        }
      }
    )
    done()
  }
