import { findBinary, type LocalBinary } from './find-binary.ts'

/** SUMO and its network converter, with their versions. */
export async function findSumo(): Promise<{ readonly sumo: LocalBinary; readonly netconvert: LocalBinary }> {
  return { sumo: await findBinary('sumo'), netconvert: await findBinary('netconvert') }
}
