import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from '@selaras/shared'
import { controllerName, mosquittoAcl, passwordLine } from './mosquitto-files.ts'
import { keepPassword, writeSecret } from './password-file.ts'
import { type RedisUser, redisAcl, redisUsers } from './redis-acl.ts'

/** Where the password of a controller lies, below the folder of secrets. */
export const controllerPasswordFile = (site: Site): string =>
  join('controllers', site.corridorId, `${site.intersectionId}.password`)

/**
 * Writes every secret of the deployment into a folder that only its owner can enter: a random password for each service
 * and each controller, and the password and access files of both servers. Passwords that are there stay.
 */
export function createSecrets(folder: string, sites: readonly Site[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const password = (file: string) => keepPassword(join(folder, file))
  const brokerUsers: [string, string][] = ['ingest', 'api', 'health'].map(user => [user, password(`mqtt-${user}`)])
  const controllers = sites.map((site): [string, string] => [
    controllerName(site),
    password(controllerPasswordFile(site))
  ])
  const lines = [...brokerUsers, ...controllers].map(([name, word]) => passwordLine(name, word))
  writeSecret(join(folder, 'mosquitto-passwords'), `${lines.join('\n')}\n`)
  writeSecret(join(folder, 'mosquitto-acl'), mosquittoAcl(sites))
  // The health check's client reads its options from a file of this name.
  writeSecret(join(folder, 'mosquitto_sub'), `-u health\n-P ${password('mqtt-health')}\n`)
  const redisPasswords = Object.fromEntries(redisUsers.map(user => [user, password(`redis-${user}`)]))
  writeSecret(join(folder, 'redis-acl'), redisAcl(redisPasswords as Record<RedisUser, string>))
}
