import { playRun } from '../run/play-run.ts'
import type { Job } from './job.ts'
import type { WorkerReply } from './worker.ts'

// A child of the laboratory: plays the jobs that it is sent, one after the other, until the channel closes.
const reply = (message: WorkerReply) => process.send?.(message)

process.on('message', (job: Job) => {
  const seconds = job.options.endSeconds - job.options.beginSeconds
  playRun(job.options, job.seed, simulated => reply({ kind: 'progress', share: simulated / seconds })).then(
    result => reply({ kind: 'result', result }),
    (error: Error) => reply({ kind: 'problem', problem: error.message })
  )
})
process.once('disconnect', () => process.exit(0))
