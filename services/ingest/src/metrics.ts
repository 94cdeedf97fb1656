import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What operations see of ingest. Labels are bounded: channels and reasons, never sites or detectors. */
export interface IngestMetrics {
  /** By channel and result: stored, duplicate, late, or why it was refused. */
  readonly messages: Counter<'channel' | 'result'>
  readonly batchRecords: Histogram
  readonly storeSeconds: Histogram
  readonly storeFailures: Counter
  readonly connections: Gauge
}

export const createIngestMetrics = (registry: Registry): IngestMetrics => ({
  messages: new Counter({
    name: 'selaras_ingest_messages_total',
    help: 'Messages from the field by channel and result',
    labelNames: ['channel', 'result'],
    registers: [registry]
  }),
  batchRecords: new Histogram({
    name: 'selaras_ingest_batch_records',
    help: 'Records of one write to the store',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers: [registry]
  }),
  storeSeconds: new Histogram({
    name: 'selaras_ingest_store_write_seconds',
    help: 'Duration of one write to the store',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    registers: [registry]
  }),
  storeFailures: new Counter({
    name: 'selaras_ingest_store_failures_total',
    help: 'Writes to the store that failed; their messages come again',
    registers: [registry]
  }),
  connections: new Gauge({
    name: 'selaras_ingest_broker_connections',
    help: 'Connections to the broker that are up',
    registers: [registry]
  })
})
