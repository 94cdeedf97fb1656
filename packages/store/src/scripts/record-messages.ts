import { createScript } from '../redis/run-script.ts'

/**
 * One batch of one corridor.
 *
 * KEYS[1] streams · KEYS[2] detection cursor · KEYS[3] detection feed · KEYS[4] requests · KEYS[5] request expiries ·
 * KEYS[6…] the rings and hashes that the records name
 * ARGV[1] messages kept for each intersection · then for each record: kind (of a placement), index of its ring or hash
 * in KEYS, field, its order in three numbers, time of arrival in ms, JSON
 * Returns the outcome of each record: 'stored' | 'duplicate' | 'late'.
 *
 * An entry of the streams hash is "bootAtMs firstSeq lastSeq stored duplicates late". An entry of the hashes is its order
 * in three numbers and the JSON. A ring holds cursors by seq, the feed "intersection JSON" by cursor.
 */
export const recordMessagesScript = createScript(`#!lua
local kept = tonumber(ARGV[1])
local accounts = {}

local function accountOf(intersection)
  local account = accounts[intersection]
  if account then return account end
  account = { boot = -1 }
  local saved = redis.call('HGET', KEYS[1], intersection)
  if saved then
    local n = {}
    for number in string.gmatch(saved, '%d+') do n[#n + 1] = tonumber(number) end
    account = { boot = n[1], first = n[2], last = n[3], stored = n[4], duplicates = n[5], late = n[6] }
  end
  accounts[intersection] = account
  return account
end

local function forget(cursor)
  redis.call('ZREMRANGEBYSCORE', KEYS[3], cursor, cursor)
end

local function startAgain(account, ring, boot, seq)
  for _, cursor in ipairs(redis.call('ZRANGE', ring, 0, -1)) do forget(cursor) end
  redis.call('DEL', ring)
  account.boot, account.first, account.last = boot, seq, seq
  account.stored, account.duplicates, account.late = 0, 0, 0
end

local function recordDetections(ring, intersection, bootText, seqText, json)
  local account, boot, seq = accountOf(intersection), tonumber(bootText), tonumber(seqText)
  if boot > account.boot then startAgain(account, ring, boot, seq) end
  if boot < account.boot then
    account.late = account.late + 1
    return 'late'
  end
  if redis.call('ZCOUNT', ring, seqText, seqText) > 0 then
    account.duplicates = account.duplicates + 1
    return 'duplicate'
  end
  if redis.call('ZCARD', ring) >= kept and seq < tonumber(redis.call('ZRANGE', ring, 0, 0, 'WITHSCORES')[2]) then
    account.late = account.late + 1
    return 'late'
  end
  local cursor = string.format('%.0f', redis.call('INCR', KEYS[2]))
  redis.call('ZADD', ring, seqText, cursor)
  redis.call('ZADD', KEYS[3], cursor, intersection .. ' ' .. json)
  if redis.call('ZCARD', ring) > kept then forget(redis.call('ZPOPMIN', ring)[1]) end
  account.stored = account.stored + 1
  account.first, account.last = math.min(account.first, seq), math.max(account.last, seq)
  return 'stored'
end

local function recordLatest(hash, kind, field, a, b, c, json)
  local saved = redis.call('HGET', hash, field)
  if saved then
    local savedA, savedB, savedC, savedJson = string.match(saved, '^(%d+) (%d+) (%d+) (.*)$')
    local difference = tonumber(a) - tonumber(savedA)
    if difference == 0 then difference = tonumber(b) - tonumber(savedB) end
    if difference == 0 then difference = tonumber(c) - tonumber(savedC) end
    if difference < 0 then return 'late' end
    if difference == 0 and (kind ~= 'received' or savedJson == json) then return 'duplicate' end
  end
  redis.call('HSET', hash, field, a .. ' ' .. b .. ' ' .. c .. ' ' .. json)
  if kind == 'request' then redis.call('ZADD', KEYS[5], b, field) end
  return 'stored'
end

local function dropExpiredRequests(nowMs)
  for _, field in ipairs(redis.call('ZRANGE', KEYS[5], '-inf', nowMs, 'BYSCORE', 'LIMIT', 0, 200)) do
    redis.call('HDEL', KEYS[4], field)
    redis.call('ZREM', KEYS[5], field)
  end
end

local outcomes = {}
for i = 2, #ARGV, 8 do
  local kind, place, field = ARGV[i], KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2]
  local a, b, c, receivedAtMs, json = ARGV[i + 3], ARGV[i + 4], ARGV[i + 5], ARGV[i + 6], ARGV[i + 7]
  if kind == 'request' or kind == 'expired' then dropExpiredRequests(receivedAtMs) end
  local outcome = 'late'
  if kind == 'stream' then
    outcome = recordDetections(place, field, a, b, json)
  elseif kind ~= 'expired' then
    outcome = recordLatest(place, kind, field, a, b, c, json)
  end
  outcomes[#outcomes + 1] = outcome
end

for intersection, a in pairs(accounts) do
  redis.call('HSET', KEYS[1], intersection, string.format(
    '%.0f %.0f %.0f %.0f %.0f %.0f', a.boot, a.first, a.last, a.stored, a.duplicates, a.late))
end
return outcomes
`)
