import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { checkerOf, formatProblem } from '@selaras/shared'
import type { TSchema } from '@sinclair/typebox'
import { type FastifyError, type FastifyInstance, fastify } from 'fastify'
import type { Registry } from 'prom-client'
import type { ApiMetrics } from '../metrics.ts'
import { overviewPage } from './overview-page.ts'
import { HttpProblem, type Problem } from './problem.ts'
import { corridorRoutes, type RouteDependencies } from './routes.ts'

export interface HttpDependencies extends RouteDependencies {
  readonly registry: Registry
  readonly metrics: ApiMetrics
  findFailure(): string | undefined
}

/** A corridor of some hundred intersections with all detectors. */
const largestBodyBytes = 4 * 1024 * 1024

/** The HTTP side of the api, not listening yet. Nothing is coerced and nothing is stripped. */
export function createHttpApp(dependencies: HttpDependencies): FastifyInstance {
  const { registry, metrics, findFailure } = dependencies
  const app = fastify({
    bodyLimit: largestBodyBytes,
    requestTimeout: 10_000,
    connectionTimeout: 15_000,
    keepAliveTimeout: 5000,
    forceCloseConnections: true
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler<TSchema>(({ schema }) => createValidator(schema))
  app.setErrorHandler((error: FastifyError | HttpProblem, _request, reply) => {
    const problem = toProblem(error)
    return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem)
  })
  app.setNotFoundHandler(({ method, url }, reply) => {
    const problem: Problem = toProblem(
      new HttpProblem(404, 'unknown-address', `${method} ${url.slice(0, 200)} is not served`)
    )
    return reply.code(404).type('application/problem+json').send(problem)
  })
  app.addHook('onResponse', ({ routeOptions }, reply, done) => {
    const labels = { route: routeOptions.url ?? 'unknown', status: `${reply.statusCode}` }
    metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000)
    done()
  })
  app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(overviewPage))
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', (_request, reply) => {
    const reason = findFailure()
    return reason === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not-ready', reason })
  })
  app.get('/metrics', async (_request, reply) => {
    return reply.type(registry.contentType).send(await registry.metrics())
  })
  app.register(corridorRoutes(dependencies), { prefix: '/api/v1' })
  return app as unknown as FastifyInstance
}

function toProblem(error: FastifyError | HttpProblem): Problem {
  if (error instanceof HttpProblem) return error.problem
  const status = error.statusCode ?? 500
  if (status >= 500) {
    const unavailable = error.name === 'StoreUnavailableError'
    return unavailable
      ? new HttpProblem(503, 'store-unavailable', error.message).problem
      : new HttpProblem(500, 'internal-error', 'the request could not be answered').problem
  }
  return new HttpProblem(status, status === 413 ? 'too-large' : 'invalid-request', error.message).problem
}

function createValidator(schema: TSchema) {
  const check = checkerOf(schema)
  return (value: unknown) => {
    const checked = check(value)
    if (checked.ok) return { value }
    const detail = checked.problems.map(formatProblem).join('; ')
    return { error: new HttpProblem(400, 'invalid-request', detail, [...checked.problems]) }
  }
}
