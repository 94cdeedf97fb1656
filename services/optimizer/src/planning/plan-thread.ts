import { createCorridorPlanner, warmUp } from '@selaras/control'
import { servePlans } from './serve-plans.ts'

// On standby, before anybody waits for a plan.
warmUp()
servePlans(createCorridorPlanner)
