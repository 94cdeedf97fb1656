import { keepsRunning, type RunningServer, type ServerRecipe } from './running-server.ts'

const configurationPath = '/selaras/server.conf'

/** Runs a server in a container whose port is the same outside as inside. Needs a Docker engine. */
export async function startContainerServer(
  name: string,
  image: string,
  recipe: ServerRecipe,
  port: number
): Promise<RunningServer> {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers')
  const runtime = await getContainerRuntimeClient()
  const files = Object.entries(recipe.files ?? {}).map(([file, content]) => ({ target: `/selaras/${file}`, content }))
  let output = ''
  const started = await new GenericContainer(image)
    .withUser('root')
    .withEntrypoint([name])
    .withCommand([...recipe.commandArguments(configurationPath)])
    .withCopyContentToContainer([
      ...files,
      { target: configurationPath, content: recipe.configuration({ port, address: '0.0.0.0', directory: '/selaras' }) }
    ])
    .withLogConsumer(log => {
      log.on('data', chunk => {
        output += chunk
      })
    })
    .withExposedPorts({ container: port, host: port })
    .withWaitStrategy(Wait.forLogMessage(recipe.readyText))
    .start()
  const container = runtime.container.getById(started.getId())
  let pid: number | undefined
  let isStopped = false

  const refreshPid = async () => {
    const { State } = await container.inspect()
    pid = State.Running ? State.Pid : undefined
  }
  const stop = async () => {
    if (isStopped) return
    isStopped = true
    pid = undefined
    await started.stop({ remove: true })
  }
  const restart = async () => {
    await started.restart({ timeout: 10_000 })
    await recipe.probe?.(port)
    await refreshPid()
  }
  await recipe.probe?.(port)
  await refreshPid()
  return {
    port,
    url: `${recipe.urlScheme}://127.0.0.1:${port}`,
    get pid() {
      return pid
    },
    get output() {
      return output
    },
    async kill(signal) {
      await container.kill({ signal })
      if (!keepsRunning(signal)) await container.wait()
      await refreshPid()
    },
    async start() {
      if (pid === undefined) await restart()
    },
    restart,
    stop,
    [Symbol.asyncDispose]: stop
  }
}
