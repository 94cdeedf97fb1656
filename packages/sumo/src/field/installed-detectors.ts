import type { SumoDetector, SumoNetwork } from '../sumo-network.ts'

/** The network with detectors of some kinds only: neither the corridor nor the field knows of others. */
export function installDetectors<T extends SumoNetwork>(network: T, kinds: readonly SumoDetector['kind'][]): T {
  return {
    ...network,
    corridor: {
      ...network.corridor,
      intersections: network.corridor.intersections.map(intersection => ({
        ...intersection,
        detectors: intersection.detectors.filter(({ kind }) => kinds.includes(kind))
      }))
    },
    signals: network.signals.map(signal => ({
      ...signal,
      detectors: signal.detectors.filter(({ kind }) => kinds.includes(kind))
    }))
  }
}
