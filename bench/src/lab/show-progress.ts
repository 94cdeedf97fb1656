import type { LabProgress } from './run-jobs.ts'

/** Shows on stderr how far the runs are and how long the rest may take; on a terminal in one line. Serves many rounds. */
export function createProgressLine(stream: NodeJS.WriteStream = process.stderr): (progress: LabProgress) => void {
  let startedAtMs = performance.now()
  let shownDone = -1
  return progress => {
    if (progress.done < shownDone) {
      startedAtMs = performance.now()
      shownDone = -1
    }
    const line = describeProgress(progress, (performance.now() - startedAtMs) / 1000)
    if (stream.isTTY) stream.write(`\r${line}\x1b[K${progress.done === progress.total ? '\n' : ''}`)
    else if (progress.done > shownDone) stream.write(`${line}\n`)
    shownDone = progress.done
  }
}

export function describeProgress({ total, done, cached, played }: LabProgress, elapsedSeconds: number): string {
  const toPlay = total - cached
  const left = played > 0.2 ? (elapsedSeconds * (toPlay - played)) / played : Number.NaN
  const rest = done < total && Number.isFinite(left) ? `, about ${duration(left)} left` : ''
  const fromCache = cached > 0 ? `, ${cached} from the cache` : ''
  return `${done} of ${total} runs${fromCache}${rest}`
}

const duration = (seconds: number): string =>
  seconds < 100 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
