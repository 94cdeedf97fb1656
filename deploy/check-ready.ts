// Health check inside a container: exit code 0 when the service can do its work, else 1 and the reason.
try {
  const response = await fetch(`http://127.0.0.1:${process.env['HTTP_PORT']}/readyz`, {
    signal: AbortSignal.timeout(4000)
  })
  if (!response.ok) console.error(await response.text())
  process.exitCode = response.ok ? 0 : 1
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
