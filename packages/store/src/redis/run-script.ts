import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

export interface Script {
  readonly lua: string
  readonly sha1: string
  /** Says so in its first line; a user who may only read the keys may run it. */
  readonly isReadOnly: boolean
}

/** Redis names a script by the SHA-1 of its text. */
export const createScript = (lua: string): Script => ({
  lua,
  sha1: createHash('sha1').update(lua).digest('hex'),
  isReadOnly: lua.startsWith('#!lua flags=no-writes')
})

/** Runs a script by its name, and with its text when Redis does not know it (after a restart or a failover). */
export async function runScript(
  client: Redis,
  { lua, sha1, isReadOnly }: Script,
  keys: readonly string[],
  scriptArguments: readonly (string | number)[]
): Promise<unknown> {
  const operands = [keys.length, ...keys, ...scriptArguments] as const
  try {
    return await (isReadOnly ? client.evalsha_ro(sha1, ...operands) : client.evalsha(sha1, ...operands))
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return isReadOnly ? client.eval_ro(lua, ...operands) : client.eval(lua, ...operands)
  }
}
