import type { CorridorPlanner } from '@selaras/control'
import type { Corridor } from '@selaras/shared'
import { createKeepStagePlanner } from './keep-stage-planner.ts'

/**
 * A planner that fails as the corridor's name says: `hang FROM UNTIL` never returns, `die FROM UNTIL` brings its
 * thread down, both for ticks from FROM until before UNTIL (Unix ms). Otherwise it keeps the stage.
 */
export function createCorridorPlanner(corridor: Corridor): CorridorPlanner {
  const [how, fromMs, untilMs] = (corridor.name ?? '').split(' ')
  const planner = createKeepStagePlanner(corridor)
  return {
    plan(tick, isPast) {
      if (tick.nowMs >= Number(fromMs) && tick.nowMs < Number(untilMs)) {
        for (;;) if (how !== 'hang') break
        setImmediate(() => {
          throw new Error('planner broke its thread')
        })
      }
      return planner.plan(tick, isPast)
    }
  }
}
