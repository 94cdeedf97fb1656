import { createScript } from '../redis/run-script.ts'

/**
 * KEYS[1] lease · KEYS[2] epoch
 * ARGV[1] owner · ARGV[2] time to live in ms
 * Returns the epoch, or nil while somebody else holds the lease. An epoch is at least the time in ms, so that it is
 * above all earlier ones even when Redis lost its data: controllers ignore lower ones.
 */
export const acquireLeaseScript = createScript(`#!lua
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return false end
if owner then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  local epoch = redis.call('GET', KEYS[2])
  if epoch then return epoch end
end
local time = redis.call('TIME')
local nowMs = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local epoch = math.max((tonumber(redis.call('GET', KEYS[2]) or '0')) + 1, nowMs)
local text = string.format('%.0f', epoch)
redis.call('SET', KEYS[2], text)
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return text
`)
