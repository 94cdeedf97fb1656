import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { RunResult } from '../sumo/result.ts'
import type { Job } from './job.ts'

export type WorkerReply =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'problem'; readonly problem: string }

/** A child process that plays one job at a time. */
export interface Worker {
  /** Plays a job; rejects with the run's problem, or when the process ends before it is done. */
  play(job: Job, onShare: (share: number) => void): Promise<RunResult>
  close(): void
}

const program = fileURLToPath(new URL('./worker-main.ts', import.meta.url))

/** The process starts with the first job, and again with the next one after it has ended. */
export function createWorker(): Worker {
  let child: ChildProcess | undefined
  return {
    play(job, onShare) {
      child ??= fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      const working = child
      return new Promise((resolve, reject) => {
        const finish = () => {
          working.off('message', take)
          working.off('exit', lose)
        }
        const take = (reply: WorkerReply) => {
          if (reply.kind === 'progress') return onShare(reply.share)
          finish()
          if (reply.kind === 'result') resolve(reply.result)
          else reject(new Error(reply.problem))
        }
        const lose = (code: number | null, signal: NodeJS.Signals | null) => {
          finish()
          child = undefined
          reject(new Error(`the process that played it ended (${signal ?? code})`))
        }
        working.on('message', take)
        working.on('exit', lose)
        working.send(job)
      })
    },
    close() {
      child?.disconnect()
      child = undefined
    }
  }
}
