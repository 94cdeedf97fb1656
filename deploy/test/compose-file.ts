import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the tests look at in a service of docker-compose.yml. */
export interface ComposeService {
  readonly image: string
  readonly command?: readonly string[]
  readonly user?: string
  readonly environment?: Readonly<Record<string, string | number>>
  readonly secrets?: readonly string[]
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly mem_limit?: string
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly restart?: string
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>
  readonly volumes: Readonly<Record<string, null>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
}

export const composeFile: ComposeFile = parse(readFileSync(`${root}/docker-compose.yml`, 'utf8'), { merge: true })

export const serviceNames = ['ingest', 'optimizer', 'api'] as const
export type ServiceName = (typeof serviceNames)[number]

/** Values as Compose passes them when its own environment has none of the variables in them. */
export const environmentOf = (service: ServiceName): Record<string, string> =>
  Object.fromEntries(
    Object.entries(composeFile.services[service]!.environment!).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\w+:-([^}]*)\}/g, '$1')
    ])
  )
