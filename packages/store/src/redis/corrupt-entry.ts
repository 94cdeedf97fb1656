import { type Decoder, formatProblem, type InputProblem } from '@selaras/shared'

/** Something in Redis that is not what the schema says; it is treated as absent. */
export interface CorruptEntry {
  readonly key: string
  /** Field of a hash or position in a stream; empty for a whole value. */
  readonly field: string
  readonly problems: readonly InputProblem[]
}

/** `entry` as one line. */
export const formatCorruptEntry = ({ key, field, problems }: CorruptEntry): string =>
  `${key}${field === '' ? '' : ` (${field})`} in Redis is not valid: ${problems.map(formatProblem).join('; ')}`

export type ReportCorruptEntry = (entry: CorruptEntry) => void

/** Decodes what Redis holds, or reports why it cannot be used and gives undefined. */
export function decodeEntry<T>(
  decode: Decoder<T>,
  text: string,
  place: Pick<CorruptEntry, 'key' | 'field'>,
  report: ReportCorruptEntry
): T | undefined {
  const decoded = decode(text)
  if (decoded.ok) return decoded.value
  report({ ...place, problems: decoded.problems })
  return undefined
}
