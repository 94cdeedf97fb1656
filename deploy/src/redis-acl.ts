import { createHash } from 'node:crypto'
import { corridorRegistryKey, redisKeys, writeProbeKey } from '@selaras/shared'

export const redisUsers = ['ingest', 'optimizer', 'api', 'health'] as const
export type RedisUser = (typeof redisUsers)[number]

const { configuration, lease, epoch, plans, planRevisions, planStream, decisions, learnt, detections, ...fromField } =
  redisKeys
const of = (keys: readonly ((corridorId: string) => string)[]) => keys.map(key => key('*'))
const configurationKeys = [corridorRegistryKey, ...of([configuration])]
const fieldKeys = [...of(Object.values(fromField)), detections('*', '*')]
const commitKeys = of([lease, epoch, plans, planRevisions, planStream, decisions, learnt])
const planKeys = of([plans, planStream, decisions])

const readable = (keys: readonly string[]) => keys.map(key => `%R~${key}`)
const writable = (keys: readonly string[]) => keys.map(key => `~${key}`)

// @dangerous holds FLUSHALL, KEYS, CONFIG, SHUTDOWN and the like. INFO is how the client sees that data is loaded.
const commands = '-@all +@read +@write +@connection +eval +evalsha +eval_ro +evalsha_ro +time -@dangerous +info'

const rules: Readonly<Record<RedisUser, readonly string[]>> = {
  ingest: [...readable(configurationKeys), ...writable([writeProbeKey, ...fieldKeys]), commands],
  optimizer: [...readable([...configurationKeys, ...fieldKeys]), ...writable([writeProbeKey, ...commitKeys]), commands],
  api: [...readable([...planKeys, ...fieldKeys]), ...writable([writeProbeKey, ...configurationKeys]), commands],
  health: ['-@all +ping']
}

/** Redis's access list: each service its own keys, and nobody what could empty or reconfigure the server. */
export function redisAcl(passwords: Readonly<Record<RedisUser, string>>): string {
  const users = redisUsers.map(user => {
    const hash = createHash('sha256').update(passwords[user]).digest('hex')
    return `user ${user} on #${hash} resetkeys resetchannels ${rules[user].join(' ')}`
  })
  return ['user default off resetpass resetkeys resetchannels -@all', ...users, ''].join('\n')
}
