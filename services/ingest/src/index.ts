export { createIngest, type Ingest, type IngestDependencies, type IngestOptions } from './app.ts'
export { loadIngestConfig } from './config.ts'
