import type { Percentiles } from '../percentiles.ts'

/**
 * Percentiles of a Prometheus histogram of seconds, in milliseconds: upper bounds of the buckets that hold them, so
 * that nothing looks faster than it was.
 */
export async function readHistogram(metricsUrl: string, name: string): Promise<Percentiles> {
  const response = await fetch(metricsUrl)
  return percentilesOfHistogram(await response.text(), name)
}

export function percentilesOfHistogram(text: string, name: string): Percentiles {
  const counts = new Map<number, number>()
  for (const line of text.split('\n')) {
    const match = new RegExp(`^${name}_bucket\\{.*le="([^"]+)".*\\} (\\d+)`).exec(line)
    if (match === null) continue
    const bound = match[1] === '+Inf' ? Number.POSITIVE_INFINITY : Number(match[1])
    counts.set(bound, (counts.get(bound) ?? 0) + Number(match[2]))
  }
  const bounds = [...counts.keys()].sort((a, b) => a - b)
  const total = counts.get(Number.POSITIVE_INFINITY) ?? 0
  const at = (share: number) => 1000 * (bounds.find(bound => counts.get(bound)! >= share * total) ?? 0)
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}
