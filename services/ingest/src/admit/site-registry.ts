import type { Store } from '@selaras/store'

/** The detectors of one intersection that may report. */
export type KnownDetectors = ReadonlySet<string>

/** Which sites and detectors exist: only they may write, so that no message can create keys of its own. */
export interface SiteRegistry {
  /** Detectors of a site, or undefined when it is not configured. */
  findDetectors(corridorId: string, intersectionId: string): KnownDetectors | undefined
  /** Reads the configuration again, at most once in `shortestRefreshMs`. */
  refresh(): Promise<void>
}

const shortestRefreshMs = 1000

type ConfigurationReader = Pick<Store, 'listCorridorIds' | 'findCorridor'>

export function createSiteRegistry(store: ConfigurationReader, monotonicNow: () => number): SiteRegistry {
  let sites: ReadonlyMap<string, KnownDetectors> = new Map()
  let refreshedAtMs = Number.NEGATIVE_INFINITY
  let running: Promise<void> | undefined
  const nameOf = (corridorId: string, intersectionId: string) => `${corridorId}/${intersectionId}`

  async function read(): Promise<void> {
    const found = new Map<string, KnownDetectors>()
    for (const corridorId of await store.listCorridorIds()) {
      const corridor = await store.findCorridor(corridorId)
      for (const { intersectionId, detectors } of corridor?.intersections ?? []) {
        found.set(nameOf(corridorId, intersectionId), new Set(detectors.map(({ detectorId }) => detectorId)))
      }
    }
    sites = found
    refreshedAtMs = monotonicNow()
  }

  return {
    findDetectors: (corridorId, intersectionId) => sites.get(nameOf(corridorId, intersectionId)),
    refresh() {
      if (monotonicNow() - refreshedAtMs < shortestRefreshMs) return Promise.resolve()
      running ??= read().finally(() => {
        running = undefined
      })
      return running
    }
  }
}
