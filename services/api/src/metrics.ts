import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What operations see of the api. */
export interface ApiMetrics {
  readonly plansPublished: Counter<'corridor'>
  readonly plansRefused: Counter<'reason'>
  readonly dispatchSeconds: Histogram
  readonly brokerConnected: Gauge
  readonly requestSeconds: Histogram<'route' | 'status'>
}

export const createApiMetrics = (registry: Registry): ApiMetrics => ({
  plansPublished: new Counter({
    name: 'selaras_api_plans_published_total',
    help: 'Phase plans that the broker took',
    labelNames: ['corridor'],
    registers: [registry]
  }),
  plansRefused: new Counter({
    name: 'selaras_api_plans_refused_total',
    help: 'Committed plans that were not published, by reason',
    labelNames: ['reason'],
    registers: [registry]
  }),
  dispatchSeconds: new Histogram({
    name: 'selaras_api_dispatch_seconds',
    help: 'From reading a commit to the broker’s acknowledgement of its plan',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers: [registry]
  }),
  brokerConnected: new Gauge({
    name: 'selaras_api_broker_connected',
    help: '1 while the connection to the broker is up',
    registers: [registry]
  }),
  requestSeconds: new Histogram({
    name: 'selaras_api_request_seconds',
    help: 'HTTP requests by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry]
  })
})
