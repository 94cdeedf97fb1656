import type { LaneUsers } from './net.ts'

const roadClasses = [
  'private',
  'emergency',
  'authority',
  'army',
  'vip',
  'passenger',
  'hov',
  'taxi',
  'bus',
  'coach',
  'delivery',
  'truck',
  'trailer',
  'motorcycle',
  'moped',
  'evehicle',
  'custom1',
  'custom2'
]
const railClasses = ['tram', 'rail_urban', 'rail', 'rail_electric', 'rail_fast', 'subway', 'cable_car']

/** Users of a lane by SUMO's `allow` and `disallow` lists of vehicle classes; neither list means everybody. */
export function laneUsersOf(allow: string | undefined, disallow: string | undefined): LaneUsers {
  if (allow === undefined && disallow === undefined) return 'road'
  const listed = new Set((allow ?? disallow ?? '').split(/\s+/))
  const mayUse = (vehicleClass: string) => (listed.has('all') || listed.has(vehicleClass)) === (allow !== undefined)
  if (roadClasses.some(mayUse)) return 'road'
  return railClasses.some(mayUse) ? 'rail' : 'other'
}
