import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GeneratedCase } from './generate-case.ts'

/** Writes the files of a case into a folder of its name below `out`. @returns that folder. */
export function writeCase({ familyCase, netXml, routesXml }: GeneratedCase, out: string): string {
  const folder = join(out, familyCase.name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, familyCase.net), netXml)
  writeFileSync(join(folder, familyCase.routes), routesXml)
  writeFileSync(join(folder, 'case.json'), `${JSON.stringify(familyCase, null, 2)}\n`)
  return folder
}
