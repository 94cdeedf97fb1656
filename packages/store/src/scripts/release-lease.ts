import { createScript } from '../redis/run-script.ts'

/**
 * KEYS[1] lease
 * ARGV[1] owner
 */
export const releaseLeaseScript = createScript(`#!lua
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return true
`)
