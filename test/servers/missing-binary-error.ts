import { type BinaryName, binaries } from './binaries.ts'
import { aptCommand } from './install-packages.ts'

const macCommand =
  'brew install mosquitto redis && brew tap dlr-ts/sumo && brew install sumo   # mosquitto: $(brew --prefix)/sbin in PATH'

/** A server that the tests need is not to be had; the message names the command that installs it. */
export class MissingBinaryError extends Error {
  override readonly name = 'MissingBinaryError'
  constructor(name: BinaryName, attempt: string) {
    const { override, image } = binaries[name]
    const command = process.platform === 'darwin' ? macCommand : aptCommand
    super(
      `${name} was not found in PATH, and ${attempt}. Run\n    ${command}\n` +
        `or set ${override}=/path/to/${name}${image === undefined ? '' : ' or start Docker'}, then run the tests again.`
    )
  }
}
