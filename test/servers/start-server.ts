import { setTimeout as delay } from 'node:timers/promises'
import type { BinaryName } from './binaries.ts'
import { startContainerServer } from './container-server.ts'
import { findServer } from './find-binary.ts'
import { findFreePort } from './free-port.ts'
import { startLocalServer } from './local-server.ts'
import type { RunningServer, ServerRecipe } from './running-server.ts'

const attempts = 3

/** Starts a server on `port`, or on a free one, from wherever it is found. */
export async function startServer(name: BinaryName, recipe: ServerRecipe, port?: number): Promise<RunningServer> {
  const server = await findServer(name)
  for (let attempt = 1; ; attempt++) {
    const chosenPort = port ?? (await findFreePort())
    try {
      return server.kind === 'local'
        ? await startLocalServer(server.path, recipe, chosenPort)
        : await startContainerServer(name, server.image, recipe, chosenPort)
    } catch (error) {
      // Somebody else may have taken the free port before the server did.
      if (port !== undefined || attempt === attempts) throw error
      await delay(100)
    }
  }
}
