import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunResult } from '../sumo/result.ts'

export interface ResultCache {
  find(key: string): RunResult | undefined
  put(key: string, result: RunResult): void
}

/** Where results are kept unless the command says otherwise: in the repository's folder, ignored by git, and out of reach of `npm ci`. */
export const defaultCacheFolder = fileURLToPath(new URL('../../../.cache/bench', import.meta.url))

/** One file for each result; several processes may share the folder. */
export function createResultCache(folder: string): ResultCache {
  mkdirSync(folder, { recursive: true })
  const fileOf = (key: string) => join(folder, `${key}.json`)
  return {
    find(key) {
      try {
        return JSON.parse(readFileSync(fileOf(key), 'utf8')) as RunResult
      } catch {
        return undefined
      }
    },
    put(key, result) {
      const unfinished = `${fileOf(key)}.${process.pid}.tmp`
      writeFileSync(unfinished, JSON.stringify(result))
      renameSync(unfinished, fileOf(key))
    }
  }
}
