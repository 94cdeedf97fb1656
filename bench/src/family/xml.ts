type Attributes = Readonly<Record<string, string | number>>

/** An XML element on its own line; our names and numbers hold nothing that needs escaping. */
export function element(name: string, attributes: Attributes, children?: readonly string[]): string {
  const list = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${value}"`)
    .join('')
  if (children === undefined) return `<${name}${list}/>`
  return [`<${name}${list}>`, ...children.map(child => child.replaceAll(/^/gm, '    ')), `</${name}>`].join('\n')
}

export const document = (name: string, children: readonly string[]): string => `${element(name, {}, children)}\n`
