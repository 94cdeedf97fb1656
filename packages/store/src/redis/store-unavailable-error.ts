/** Redis cannot be used now. The message names the address, what happened and what to do. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
  constructor(address: string, cause: Error) {
    super(`Redis at ${address} cannot be used: ${describeCause(cause)}. ${adviceFor(cause, address)}`, { cause })
  }
}

// Node wraps the failures of several addresses (IPv4 and IPv6) into one error without a message.
const describeCause = (cause: Error): string =>
  cause instanceof AggregateError ? cause.errors.map(error => (error as Error).message).join(', ') : cause.message

function adviceFor(cause: Error, address: string): string {
  const text = describeCause(cause)
  if (/NOAUTH|WRONGPASS|NOPERM/.test(text)) return 'Put the user and password of this service into REDIS_URL.'
  if (/OOM/.test(text)) return 'Give it more memory (maxmemory) or remove what is not needed.'
  if (/MISCONF/.test(text)) return 'Its disk takes no writes: free space there and look at its log.'
  if (/READONLY/.test(text)) return 'It is a replica: point REDIS_URL to the primary.'
  if (/ENOTFOUND|EAI_AGAIN/.test(text)) return 'The host of REDIS_URL is not known here: correct it.'
  const port = address.slice(address.lastIndexOf(':') + 1)
  return `Start it there (for instance: redis-server --port ${port}) or set REDIS_URL to where it runs.`
}
