/** docs/operations.md: its tables of options and of HTTP problems are those of the code. `MATVIEW_UPDATE_GOLDEN=1` writes them. */
import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { createProgram } from '../../../src/cli/program.ts'
import { Terminal } from '../../../src/cli/terminal.ts'
import { CATALOGUE } from '../../../src/diagnostics/catalogue.ts'
import { PROBLEMS } from '../../../src/server/problem.ts'
import { expectTable, readPage } from './doc-page.ts'

const PAGE = 'operations.md'

interface OptionRow {
  readonly flags: string
  readonly commands: string[]
  readonly defaults: Set<string>
  readonly description: string
}

test('options and environment variables', () => {
  const rows = new Map<string, OptionRow>()
  for (const command of program().commands) {
    for (const { envVar, flags, defaultValue, description } of command.options) {
      expect(envVar, `${command.name()} ${flags}`).toBeDefined()
      let row = rows.get(envVar!)
      if (row === undefined)
        rows.set(envVar!, (row = { flags, commands: [], defaults: new Set(), description }))
      row.commands.push(command.name())
      if (defaultValue !== undefined) row.defaults.add(String(defaultValue))
    }
  }
  const table = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { flags, commands, defaults, description }]) => [
      `\`${name}\``,
      `\`${flags}\``,
      commands.join(', '),
      [...defaults].map(value => `\`${value}\``).join(' or '),
      description.replaceAll('<', '&lt;'),
    ])
  expectTable(PAGE, 'options', ['variable', 'option', 'commands', 'default', 'what it does'], table)
})

test('problems of the HTTP endpoint', () => {
  const rows = Object.entries(PROBLEMS).map(([code, [status, title]]) => [
    `\`${code}\``,
    String(status),
    title,
  ])
  expectTable(PAGE, 'problems', ['code', 'status', 'title'], rows)
})

test('codes that the page names exist', () => {
  const named = [...readPage(PAGE).matchAll(/\bMV\d{4}\b/g)].map(([code]) => code)
  expect(named.filter(code => !(code in CATALOGUE))).toEqual([])
})

function program(): ReturnType<typeof createProgram> {
  const io = {
    stdin: Readable.from([]),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    env: {},
    signal: new AbortController().signal,
  }
  return createProgram({ terminal: new Terminal(io), commandLine: 'matview', exit: () => undefined })
}
