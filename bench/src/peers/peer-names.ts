/** Published controllers that the bench plays beside ours. */
export const peerNames = ['delay-based', 'position-weighted', 'cyclic-pressure', 'self-control', 'surtrac'] as const
export type PeerName = (typeof peerNames)[number]

export const isPeer = (controller: string): controller is PeerName => peerNames.some(name => name === controller)
