import { createScript } from '../redis/run-script.ts'

/**
 * KEYS[1] detection cursor · KEYS[2] detection feed · KEYS[3] signals · KEYS[4] presences · KEYS[5] acknowledgements ·
 * KEYS[6] plans · KEYS[7] streams
 * ARGV[1] the reader's cursor; one beyond the newest message is from before a loss of all data and counts as 0
 * Returns { newest cursor, feed entries after the reader's cursor, then each hash as a flat list }.
 */
export const readCorridorScript = createScript(`#!lua flags=no-writes
local newest = redis.call('GET', KEYS[1]) or '0'
local after = ARGV[1]
if tonumber(after) > tonumber(newest) then after = '0' end
return {
  newest,
  redis.call('ZRANGE', KEYS[2], '(' .. after, '+inf', 'BYSCORE'),
  redis.call('HGETALL', KEYS[3]),
  redis.call('HGETALL', KEYS[4]),
  redis.call('HGETALL', KEYS[5]),
  redis.call('HGETALL', KEYS[6]),
  redis.call('HGETALL', KEYS[7])
}
`)
