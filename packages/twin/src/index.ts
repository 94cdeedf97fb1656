export type { ApproachDemand, Demand } from './demand.ts'
export { createDemoDemand, demoCorridor } from './demo/demo-corridor.ts'
export { readSensors } from './sensors.ts'
export { Twin, type TwinMeasures } from './twin.ts'
