import { parentPort } from 'node:worker_threads'
import { createPlanSession, type PlannerFactory, type PlanReply, type PlanRequest } from './plan-session.ts'

/** Makes this thread plan for the one that started it. The first reply says that it is ready. */
export function servePlans(createPlanner: PlannerFactory): void {
  const session = createPlanSession(createPlanner, () => performance.now())
  const reply = (message: PlanReply) => parentPort!.postMessage(message)
  parentPort!.on('message', (request: PlanRequest) => {
    const answer = session(request)
    if (request.kind === 'close') return
    try {
      reply(answer)
    } catch (error) {
      // The planner returned something that cannot leave its thread.
      reply({ ok: false, problem: (error as Error).message })
    }
  })
  reply({ ok: true, value: undefined })
}
