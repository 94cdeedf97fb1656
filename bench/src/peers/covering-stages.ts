import type { IntersectionModel } from '@selaras/control'

/**
 * Stages of a cycle that serves every movement: all of them, less those whose movements each have at least the same
 * right of way in stages that are kept. The later of two equal candidates goes first.
 */
export function coveringStages({ rights, stageCount, movements, movementLanes }: IntersectionModel): number[] {
  const kept = Array.from({ length: stageCount }, (_, stage) => stage)
  const best = movements.map((_, movement) => Math.max(...rights.map(row => row[movement]!)))
  for (let stage = stageCount - 1; stage >= 0 && kept.length > 2; stage--) {
    const others = kept.filter(other => other !== stage)
    const isSpare = movements.every(
      (_, movement) =>
        movementLanes[movement]!.length === 0 || others.some(other => rights[other]![movement] === best[movement])
    )
    if (isSpare) kept.splice(kept.indexOf(stage), 1)
  }
  return kept
}
