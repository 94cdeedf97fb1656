let answer: Promise<boolean> | undefined

/** True when a Docker engine answers; asked once in a process. */
export function hasDockerEngine(): Promise<boolean> {
  answer ??= askEngine()
  return answer
}

async function askEngine(): Promise<boolean> {
  const { getContainerRuntimeClient } = await import('testcontainers')
  try {
    await getContainerRuntimeClient()
    return true
  } catch {
    return false
  }
}
