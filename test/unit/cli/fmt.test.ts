import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { matview } from './command-line.ts'

let dir: string
let path: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'matview-test-'))
  path = join(dir, 'v.view')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const UGLY = 'create view v as select a,b from t; -- all of it\n'
const PRETTY = 'CREATE VIEW v AS\nSELECT a, b\nFROM t; -- all of it\n'

test('files are written anew, and only those that change', async () => {
  writeFileSync(path, UGLY)
  expect(await matview(['fmt', path])).toEqual({
    code: 0,
    stdout: '',
    stderr: `formatted \`${path}\`\n1 file, 1 change\n`,
  })
  expect(readFileSync(path, 'utf8')).toBe(PRETTY)
  expect(await matview(['fmt', path])).toEqual({ code: 0, stdout: '', stderr: '1 file, 0 changes\n' })
})

test('--check writes nothing and names what would change', async () => {
  writeFileSync(path, UGLY)
  expect(await matview(['fmt', '--check', path])).toEqual({
    code: 1,
    stdout: '',
    stderr: `\`${path}\` is not formatted: run \`matview fmt\`\n`,
  })
  expect(readFileSync(path, 'utf8')).toBe(UGLY)
  writeFileSync(path, PRETTY)
  expect(await matview(['fmt', '--check', path])).toEqual({ code: 0, stdout: '', stderr: '' })
})

test('`-` is stdin to stdout', async () => {
  expect(await matview(['fmt', '-'], { stdin: UGLY })).toEqual({ code: 0, stdout: PRETTY, stderr: '' })
  expect((await matview(['fmt', '--check', '-'], { stdin: UGLY })).code).toBe(1)
})

test('a file with errors is reported and left alone, the others are written', async () => {
  const other = join(dir, 'other.view')
  writeFileSync(path, 'CREATE VIEW v AS SELECT')
  writeFileSync(other, UGLY)
  const { code, stderr } = await matview(['fmt', path, other])
  expect(code).toBe(1)
  expect(stderr).toContain('error[MV1001]: expected an expression')
  expect(readFileSync(path, 'utf8')).toBe('CREATE VIEW v AS SELECT')
  expect(readFileSync(other, 'utf8')).toBe(PRETTY)
})

test('what is no text is reported', async () => {
  writeFileSync(path, Buffer.from([0xff, 0xfe]))
  expect((await matview(['fmt', path])).stderr).toContain('error[MV1005]')
  expect((await matview(['fmt', join(dir, 'none.view')])).stderr).toContain('error[MV1006]')
})
