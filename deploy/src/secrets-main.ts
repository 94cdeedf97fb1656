import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readCorridorFiles } from '@selaras/api'
import { createSecrets } from './create-secrets.ts'

const root = dirname(dirname(import.meta.dirname))
const usage = `usage: npm run secrets [-- --corridors FOLDER] [--out FOLDER] [--env FILE]
  --corridors  corridor files; every intersection gets a controller's password (default: deploy/corridors)
  --out        where the secrets go (default: deploy/secrets)
  --env        where Docker Compose reads that place (default: .env)`

/** Without this line Docker Compose says that this command has not run. */
function noteFolder(envFile: string, folder: string): void {
  const known = existsSync(envFile) ? readFileSync(envFile, 'utf8') : ''
  if (/^SELARAS_SECRETS=/m.test(known)) return
  const separator = known === '' || known.endsWith('\n') ? '' : '\n'
  appendFileSync(envFile, `${separator}SELARAS_SECRETS=${folder}\n`)
}

function run(): void {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { corridors: text, out: text, env: text } })
  const source = values.corridors ?? join(root, 'deploy/corridors')
  const folder = resolve(values.out ?? join(root, 'deploy/secrets'))
  const corridors = readCorridorFiles([source])
  const sites = corridors.flatMap(({ corridorId, intersections }) =>
    intersections.map(({ intersectionId }) => ({ corridorId, intersectionId }))
  )
  createSecrets(folder, sites)
  noteFolder(values.env ?? join(root, '.env'), folder)
  console.log(`secrets: ${folder}, ${sites.length} controllers of ${corridors.length} corridors in ${source}`)
}

try {
  run()
} catch (error) {
  if (!(error instanceof Error)) throw error
  const isUsage = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  console.error(`secrets: ${error.message}${isUsage ? `\n\n${usage}` : ''}`)
  process.exitCode = 2
}
