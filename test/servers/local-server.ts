import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { guardServer } from './guard-server.ts'
import { keepsRunning, type RunningServer, type ServerRecipe } from './running-server.ts'

const startLimitMs = 20_000
const stopLimitMs = 10_000
const keptOutputCharacters = 20_000

/** Runs a server as a child process with a folder of its own below the system's temporary folder. */
export async function startLocalServer(path: string, recipe: ServerRecipe, port: number): Promise<RunningServer> {
  const directory = await mkdtemp(join(tmpdir(), `selaras-${basename(path)}-`))
  const configurationPath = join(directory, 'server.conf')
  await writeFile(configurationPath, recipe.configuration({ port, address: '127.0.0.1', directory }))
  for (const [name, content] of Object.entries(recipe.files ?? {})) await writeFile(join(directory, name), content)
  const server = new LocalServer(path, recipe, port, directory, configurationPath)
  try {
    await server.start()
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

class LocalServer implements RunningServer {
  readonly port: number
  readonly #path: string
  readonly #recipe: ServerRecipe
  readonly #directory: string
  readonly #configurationPath: string
  #child: ChildProcess | undefined
  #output = ''

  constructor(path: string, recipe: ServerRecipe, port: number, directory: string, configurationPath: string) {
    this.#path = path
    this.#recipe = recipe
    this.port = port
    this.#directory = directory
    this.#configurationPath = configurationPath
  }

  get url(): string {
    return `${this.#recipe.urlScheme}://127.0.0.1:${this.port}`
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get output(): string {
    return this.#output
  }

  async start(): Promise<void> {
    if (this.#child !== undefined) return
    await this.#spawn()
    await this.#recipe.probe?.(this.port)
  }

  #spawn(): Promise<void> {
    const commandArguments = [...this.#recipe.commandArguments(this.#configurationPath)]
    const child = spawn(this.#path, commandArguments, { stdio: ['ignore', 'pipe', 'pipe'], cwd: this.#directory })
    this.#child = child
    const guard = child.pid === undefined ? undefined : guardServer(child.pid, this.#directory)
    return new Promise((resolve, reject) => {
      const fail = (reason: string) => reject(new Error(`${this.#path} ${reason}; it printed:\n${this.#output}`))
      const timer = setTimeout(() => fail(`was not ready after ${startLimitMs} ms`), startLimitMs)
      const readyFrom = this.#output.length
      const read = (text: string) => {
        this.#output += text
        if (this.#output.includes(this.#recipe.readyText, readyFrom)) {
          clearTimeout(timer)
          resolve()
        }
      }
      child.stdout?.setEncoding('utf8').on('data', read)
      child.stderr?.setEncoding('utf8').on('data', read)
      child.once('error', error => fail(`did not start: ${error.message}`))
      child.once('exit', (exitCode, signal) => {
        this.#child = undefined
        guard?.kill('SIGKILL')
        this.#output = this.#output.slice(-keptOutputCharacters)
        clearTimeout(timer)
        fail(`ended with ${signal ?? exitCode}`)
      })
    })
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === undefined) return
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
    child.kill(signal)
    if (!keepsRunning(signal)) await ended
  }

  async restart(): Promise<void> {
    await this.#end()
    await this.start()
  }

  async stop(): Promise<void> {
    await this.#end()
    await rm(this.#directory, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #end(): Promise<void> {
    const timer = setTimeout(() => this.#child?.kill('SIGKILL'), stopLimitMs)
    // A frozen process does not see SIGTERM before it goes on.
    await this.kill('SIGCONT')
    await this.kill('SIGTERM')
    clearTimeout(timer)
  }
}
