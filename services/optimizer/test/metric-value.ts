import type { Registry } from 'prom-client'

/** Sum of a metric's values over the series that carry the given labels; 0 while there is none. */
export async function metricValue(
  registry: Registry,
  name: string,
  labels: Readonly<Record<string, string>> = {}
): Promise<number> {
  const metric = registry.getSingleMetric(`selaras_optimizer_${name}`)
  const { values } = (await metric?.get()) ?? { values: [] }
  return values
    .filter(entry =>
      Object.entries(labels).every(([label, value]) => (entry.labels as Record<string, unknown>)[label] === value)
    )
    .reduce((sum, { value }) => sum + value, 0)
}
