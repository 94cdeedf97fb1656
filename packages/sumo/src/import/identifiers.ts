const longest = 64

/** Gives out identifiers of our pattern, each once. */
export class Identifiers {
  readonly #used = new Set<string>()

  /** Identifier close to `text`: lower case, other characters as '-', numbered if it is taken, at most 64 long. */
  take(text: string): string {
    const plain = text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
    const base = plain === '' ? 'x' : plain.slice(0, longest)
    let identifier = base
    for (let number = 2; this.#used.has(identifier); number++) {
      identifier = `${base.slice(0, longest - 1 - `${number}`.length)}-${number}`
    }
    this.#used.add(identifier)
    return identifier
  }
}
