import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { type Channel, channels, type Site, topicFilter, topicOf } from '@selaras/shared'

const iterations = 101
const saltBytes = 12
const hashBytes = 64

/**
 * A line of Mosquitto's password file, as `mosquitto_passwd` writes it (type 7: PBKDF2 with SHA-512). The passwords are
 * random, so that few iterations do; a broker that restarts hashes one for every client that comes back.
 */
export function passwordLine(username: string, password: string): string {
  const salt = randomBytes(saltBytes)
  const hash = pbkdf2Sync(password, salt, iterations, hashBytes, 'sha512')
  return `${username}:$7$${iterations}$${salt.toString('base64')}$${hash.toString('base64')}`
}

/** User name of the controller and the sensors of an intersection: its part of the topic. */
export const controllerName = ({ corridorId, intersectionId }: Site): string => `${corridorId}/${intersectionId}`

const fromField = (Object.keys(channels) as Channel[]).filter(channel => channel !== 'plan')

/** Mosquitto's access list: each user its own topics, and nothing for anybody else. */
export function mosquittoAcl(sites: readonly Site[]): string {
  const users: readonly [string, readonly string[]][] = [
    ['ingest', fromField.map(channel => `topic read ${topicFilter(channel)}`)],
    ['api', [`topic write ${topicFilter('plan')}`]],
    ['health', ['topic read $SYS/broker/uptime']],
    ...sites.map((site): [string, string[]] => [
      controllerName(site),
      [`topic read ${topicOf(site, 'plan')}`, ...fromField.map(channel => `topic write ${topicOf(site, channel)}`)]
    ])
  ]
  return users.map(([name, rules]) => [`user ${name}`, ...rules, ''].join('\n')).join('\n')
}
