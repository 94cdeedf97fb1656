import { createCorridorPlanner } from '@selaras/control'
import { servePlans } from './serve-plans.ts'

servePlans(createCorridorPlanner)
