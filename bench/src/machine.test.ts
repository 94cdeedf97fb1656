import { expect, it } from 'vitest'
import { describeMachine } from './machine.ts'

const node = (program: string) => [process.execPath, '--eval', program] as const

it('describes a program by the first line that it prints, whatever it exits with', () => {
  const { versions } = describeMachine({
    fails: node('console.log("a broker 2.0\\n\\nUsage: …"); process.exitCode = 3'),
    complains: node('console.error("\\na server 7.0"); process.exitCode = 1'),
    silent: node(''),
    image: 'broker:2.0',
    missing: ['/nowhere/program', '--version']
  })
  expect(versions).toEqual({
    fails: 'a broker 2.0',
    complains: 'a server 7.0',
    silent: 'unknown',
    image: 'broker:2.0',
    missing: 'not found'
  })
})
