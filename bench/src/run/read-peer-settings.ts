import { isPeer } from '../peers/peer-names.ts'
import { type PeerSettings, peers } from '../peers/peers.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Settings of a peer that differ from its own.
 *
 * @param text `name=value,name=value` with numbers; nothing without it.
 * @throws {UsageError} for a name that the controller does not have or a value that is no number.
 */
export function readPeerSettings(text: string | undefined, controller: string): PeerSettings {
  const known = isPeer(controller) ? Object.keys(peers[controller].settings) : []
  const settings: Record<string, number> = {}
  for (const entry of text?.split(',') ?? []) {
    const [name = '', value = ''] = entry.split('=').map(part => part.trim())
    if (!known.includes(name) || value === '' || !Number.isFinite(Number(value))) {
      const expected = known.length === 0 ? 'nothing' : `${known.join(', ')}, each =NUMBER`
      throw new UsageError(`--set: expected ${expected} with ${controller}, received "${entry}"`)
    }
    settings[name] = Number(value)
  }
  return settings
}
