import { type FastifyInstance, fastify } from 'fastify'
import type { Registry } from 'prom-client'

export interface OpsServerDependencies {
  readonly registry: Registry
  /** Why the service cannot do its work; undefined when it can. */
  findFailure(): string | undefined
}

/** HTTP for operations: `/healthz` (the process answers), `/readyz` (it can do its work), `/metrics`. Not listening yet. */
export function createOpsServer({ registry, findFailure }: OpsServerDependencies): FastifyInstance {
  const app = fastify({ requestTimeout: 5000, connectionTimeout: 10_000, bodyLimit: 1024, forceCloseConnections: true })
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', (_request, reply) => {
    const reason = findFailure()
    return reason === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not-ready', reason })
  })
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()))
  return app
}
