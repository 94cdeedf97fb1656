import { cpSync, globSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DockerfileParser } from 'dockerfile-ast'
import { root } from './compose-file.ts'

/**
 * Lays out the files of the image as its Dockerfile copies them, with the packages of this machine in the place of those
 * that it would install: a file that the Dockerfile forgets is missing here too.
 */
export function createImageTree(target: string): void {
  const dockerfile = DockerfileParser.parse(readFileSync(join(root, 'deploy/Dockerfile'), 'utf8'))
  for (const copy of dockerfile.getCOPYs()) {
    const paths = copy.getArguments().map(argument => argument.getValue())
    const destination = paths.pop()!
    for (const path of paths) {
      const into = destination.endsWith('/') ? join(destination, basename(path)) : destination
      const isKept = (source: string) => !source.endsWith('.test.ts') && basename(source) !== 'node_modules'
      cpSync(join(root, path), join(target, into), { recursive: true, filter: isKept })
    }
  }
  linkPackages(target)
}

function linkPackages(target: string): void {
  const modules = join(target, 'node_modules')
  mkdirSync(join(modules, '@selaras'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')).filter(
    entry => entry !== '@selaras' && entry !== '.bin'
  )) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  for (const manifest of globSync('{packages,services}/*/package.json', { cwd: target })) {
    const { name } = JSON.parse(readFileSync(join(target, manifest), 'utf8'))
    symlinkSync(join(target, dirname(manifest)), join(modules, name))
  }
}
