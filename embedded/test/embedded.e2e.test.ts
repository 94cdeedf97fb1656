import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { findFreePort } from '../../test/servers/free-port.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
let child: ChildProcess | undefined

function start(...args: string[]): { said: () => string; errors: () => string; ended: Promise<unknown[]> } {
  let said = ''
  let errors = ''
  const started = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  child = started
  started.stdout.on('data', chunk => {
    said += chunk
  })
  started.stderr.on('data', chunk => {
    errors += chunk
  })
  return { said: () => said, errors: () => errors, ended: once(started, 'exit') }
}

afterEach(() => {
  child?.kill('SIGKILL')
})

describe('npm start', () => {
  it('runs the whole loop, shows less delay than fixed time, and ends on Ctrl-C', async () => {
    const port = await findFreePort()
    const { said, ended } = start('--port', `${port}`, '--speed', '20')
    const url = `http://127.0.0.1:${port}`
    const ready = () =>
      fetch(`${url}/readyz`).then(
        ({ status }) => status,
        () => 0
      )
    await expect.poll(ready, { timeout: 20_000 }).toBe(200)
    const plans = async () =>
      ((await (await fetch(`${url}/api/v1/corridors/demo/plans`)).json()) as { plans: unknown[] }).plans
    await expect.poll(async () => (await plans()).length, { timeout: 20_000 }).toBe(4)
    await expect
      .poll(said, { timeout: 60_000, interval: 500 })
      .toMatch(/\([1-9]\d* % less\).*4\/4 controllers adaptive/)
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('selaras_optimizer_plans_committed_total')
    child?.kill('SIGINT')
    expect((await ended)[0]).toBe(0)
  })

  it('ends with exit code 0 when a terminal sends Ctrl-C to npm and to all that it has started', async () => {
    const port = await findFreePort()
    const root = fileURLToPath(new URL('../..', import.meta.url))
    const npm = spawn('npm', ['start', '--', '--port', `${port}`], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore']
    })
    child = npm
    const ended = once(npm, 'exit')
    let said = ''
    npm.stdout.on('data', chunk => {
      said += chunk
    })
    await expect.poll(() => said, { timeout: 30_000 }).toContain('Ctrl-C ends it.')
    process.kill(-npm.pid!, 'SIGINT')
    expect(await ended).toEqual([0, null])
  })

  it('names the port that is in use', async () => {
    const port = await findFreePort()
    const { createServer } = await import('node:net')
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    const { errors, ended } = start('--port', `${port}`)
    expect((await ended)[0]).toBe(1)
    expect(errors()).toContain(`port ${port} of 127.0.0.1 is in use; choose another with --port`)
    server.close()
  })

  it('explains an option that it does not know', async () => {
    const { errors, ended } = start('--colour')
    expect((await ended)[0]).toBe(2)
    expect(errors()).toContain('--colour')
    expect(errors()).toContain('--speed')
  })
})
