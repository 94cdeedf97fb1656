import { createScript } from '../redis/run-script.ts'

/**
 * KEYS[1] epoch · KEYS[2] plans · KEYS[3] plan revisions · KEYS[4] plan stream · KEYS[5] decisions
 * ARGV[1] epoch of the owner · ARGV[2] commits to keep · ARGV[3] number of plans ·
 * then for each plan: intersection, epoch, revision, JSON · then for each decision: intersection, JSON
 * Returns { 'committed' | 'stale-epoch' | 'stale-revision', current epoch }. All plans or none.
 */
export const commitPlansScript = createScript(`#!lua
local current = redis.call('GET', KEYS[1])
if current ~= ARGV[1] then return { 'stale-epoch', current or '0' } end

local firstDecision = 4 + 4 * tonumber(ARGV[3])
local newest = {}
for i = 4, firstDecision - 1, 4 do
  local intersection, epoch, revision = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  if epoch ~= current then return { 'stale-epoch', current } end
  local known = newest[intersection]
  if not known then
    local saved = redis.call('HGET', KEYS[3], intersection)
    if saved then
      local savedEpoch, savedRevision = string.match(saved, '^(%d+):(%d+)$')
      if savedEpoch == current then known = tonumber(savedRevision) end
    end
  end
  if known and known >= revision then return { 'stale-revision', current } end
  newest[intersection] = revision
end

local entry = {}
for i = 4, firstDecision - 1, 4 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 3])
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1] .. ':' .. ARGV[i + 2])
  entry[#entry + 1] = 'plan'
  entry[#entry + 1] = ARGV[i + 3]
end
if #entry > 0 then redis.call('XADD', KEYS[4], 'MAXLEN', '~', ARGV[2], '*', unpack(entry)) end
for i = firstDecision, #ARGV, 2 do redis.call('HSET', KEYS[5], ARGV[i], ARGV[i + 1]) end
return { 'committed', current }
`)
