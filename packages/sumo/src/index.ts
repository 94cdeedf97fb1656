export { type ImportedNetwork, importNetwork } from './import/import-network.ts'
export { ImportNetworkError, type ImportNetworkErrorDetails } from './import/import-network-error.ts'
export type { ImportNetworkOptions } from './import/import-options.ts'
export type { LaneSegment, SumoConnection, SumoDetector, SumoNetwork, SumoSignal } from './sumo-network.ts'
