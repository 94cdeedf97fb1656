/** Resolution of the system's account of a thread's processor time: a tick of its scheduler, ms. */
const accountMs = 4

/**
 * Starts to measure work of this thread.
 *
 * @returns milliseconds since then that the work can have taken: wall time, but no more than the processor time that the
 * system has counted and one tick of its account. What others on the machine do costs a tick at most.
 */
export function startStopwatch(): () => number {
  const startedAtMs = performance.now()
  const processorAtMs = processorMs()
  return () => Math.min(performance.now() - startedAtMs, processorMs() - processorAtMs + accountMs)
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
