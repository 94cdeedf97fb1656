/**
 * Uniform number in [0, 1) that depends on the seed and the key alone, not on what was drawn before: the same question
 * has the same answer in every run.
 */
export function keyedFraction(seed: number, key: string): number {
  // FNV-1a, then the finalizer of MurmurHash3, as FNV mixes its high bits poorly.
  let hash = (0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)) >>> 0
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296
}
