export const usage =
  'node packages/controller/src/main.ts --broker mqtt://HOST:PORT --corridor FILE.json|yaml --intersection ID\n' +
  'Password, where the broker wants one: MQTT_USERNAME and MQTT_PASSWORD in the environment.'

/** The controller cannot start as it was called; the message names the option or the file, and every problem. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
