import { ImportNetworkError } from './import-network-error.ts'

/** How a SUMO network becomes a corridor. */
export interface ImportNetworkOptions {
  readonly corridorId: string
  /** Yellow change interval of every phase; 3 unless given. */
  readonly yellowSeconds?: number
  /** 5 unless given. */
  readonly minimumGreenSeconds?: number
  /** 120 unless given. */
  readonly maximumGreenSeconds?: number
  /** 0 unless given. */
  readonly redClearanceSeconds?: number
  /** Traffic lights to control, by tlLogic id; all unless given. */
  readonly signals?: readonly string[]
  /** How far upstream of the stop lines vehicles are seen; 200 unless given. */
  readonly detectionMetres?: number
  /** Length of the zones, at most 50; 25 unless given. */
  readonly zoneMetres?: number
  /** Limits that the corridor is validated against; 'simulation' unless given. */
  readonly limits?: 'field' | 'simulation'
  /** Named in errors. */
  readonly fileName?: string
}

export type ImportSettings = Required<Omit<ImportNetworkOptions, 'signals' | 'fileName'>>

/**
 * Fills in what the options leave open.
 *
 * @throws {ImportNetworkError} `option-out-of-range`.
 */
export function importSettingsOf(options: ImportNetworkOptions): ImportSettings {
  return {
    corridorId: options.corridorId,
    limits: options.limits ?? 'simulation',
    yellowSeconds: within('yellowSeconds', options.yellowSeconds ?? 3, 0, 12),
    minimumGreenSeconds: within('minimumGreenSeconds', options.minimumGreenSeconds ?? 5, 0, 120),
    maximumGreenSeconds: within('maximumGreenSeconds', options.maximumGreenSeconds ?? 120, 1, 3600),
    redClearanceSeconds: within('redClearanceSeconds', options.redClearanceSeconds ?? 0, 0, 30),
    detectionMetres: within('detectionMetres', options.detectionMetres ?? 200, 1, 2000),
    zoneMetres: within('zoneMetres', options.zoneMetres ?? 25, 5, 50)
  }
}

function within(option: string, received: number, minimum: number, maximum: number): number {
  if (received >= minimum && received <= maximum) return received
  throw new ImportNetworkError({ kind: 'option-out-of-range', option, minimum, maximum, received })
}
