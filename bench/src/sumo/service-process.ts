import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const longestStartMs = 20_000

export type ServiceName = 'ingest' | 'optimizer' | 'api'

/** One of the three services as a process of its own, which can be killed and started again. */
export class ServiceProcess {
  readonly #name: ServiceName
  readonly #env: Readonly<Record<string, string>>
  readonly #readyUrl: string
  readonly #said: string[] = []
  #child: ChildProcess | undefined
  #wanted = false

  constructor(name: ServiceName, env: Readonly<Record<string, string>>, port: number) {
    this.#name = name
    this.#env = { ...env, HTTP_PORT: `${port}` }
    this.#readyUrl = `http://127.0.0.1:${port}/readyz`
    process.once('exit', () => this.#child?.kill('SIGKILL'))
  }

  start(): void {
    this.#wanted = true
    const main = fileURLToPath(new URL(`../../../services/${this.#name}/src/main.ts`, import.meta.url))
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    this.#child = child
    const keep = (chunk: unknown) => {
      this.#said.push(String(chunk))
      if (this.#said.length > 50) this.#said.shift()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
  }

  /** Resolves when it can do its work; throws when it ended or is not ready in time. */
  async untilReady(): Promise<void> {
    const untilMs = performance.now() + longestStartMs
    for (;;) {
      const status = await fetch(this.#readyUrl).then(
        response => response.status,
        () => 0
      )
      if (status === 200) return
      const failure = this.findFailure()
      if (failure !== undefined || performance.now() > untilMs) {
        throw new Error(failure ?? `${this.#name} is not ready after ${longestStartMs} ms: ${this.said}`)
      }
      await delay(50)
    }
  }

  /** Why the process is not running although it should be, with the end of what it printed; else undefined. */
  findFailure(): string | undefined {
    const ended = this.#child !== undefined && (this.#child.exitCode !== null || this.#child.signalCode !== null)
    if (!this.#wanted || !ended) return undefined
    const { exitCode, signalCode } = this.#child!
    return `${this.#name} ended (${exitCode ?? signalCode}): ${this.said}`
  }

  /** End of what it printed. */
  get said(): string {
    return this.#said.join('').slice(-1500)
  }

  /** SIGKILL: no chance to tidy up. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** SIGTERM, and waits for the end. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#wanted = false
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
    child.kill(signal)
    await ended
  }
}
