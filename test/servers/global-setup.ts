import { obtainServers } from './obtain-servers.ts'

/** Runs once before the tests that need real servers, so that the log says which ones they were. */
export default async function setup(): Promise<void> {
  for (const line of await obtainServers()) console.log(`test server: ${line}`)
}
