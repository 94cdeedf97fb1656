import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

export interface Script {
  readonly lua: string
  readonly sha1: string
}

/** Redis names a script by the SHA-1 of its text. */
export const createScript = (lua: string): Script => ({ lua, sha1: createHash('sha1').update(lua).digest('hex') })

/** Runs a script by its name, and with its text when Redis does not know it (after a restart or a failover). */
export async function runScript(
  client: Redis,
  { lua, sha1 }: Script,
  keys: readonly string[],
  scriptArguments: readonly (string | number)[]
): Promise<unknown> {
  try {
    return await client.evalsha(sha1, keys.length, ...keys, ...scriptArguments)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return client.eval(lua, keys.length, ...keys, ...scriptArguments)
  }
}
