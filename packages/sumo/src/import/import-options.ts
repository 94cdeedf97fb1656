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

export function importSettingsOf(options: ImportNetworkOptions): ImportSettings {
  return {
    corridorId: options.corridorId,
    yellowSeconds: options.yellowSeconds ?? 3,
    minimumGreenSeconds: options.minimumGreenSeconds ?? 5,
    maximumGreenSeconds: options.maximumGreenSeconds ?? 120,
    redClearanceSeconds: options.redClearanceSeconds ?? 0,
    detectionMetres: options.detectionMetres ?? 200,
    zoneMetres: Math.min(50, options.zoneMetres ?? 25),
    limits: options.limits ?? 'simulation'
  }
}
