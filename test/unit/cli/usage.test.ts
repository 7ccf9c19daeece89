import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matview } from './command-line.ts'

let dir: string
beforeAll(() => (dir = mkdtempSync(join(tmpdir(), 'matview-test-'))))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('help', () => {
  test('starts with three examples and goes to stdout', async () => {
    const { code, stdout, stderr } = await matview(['--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatchSnapshot()
  })

  test('of a command names its options and their environment variables', async () => {
    const { code, stdout } = await matview(['run', '--help'])
    expect(code).toBe(0)
    expect(stdout).toMatchSnapshot()
  })

  test('is what a bare `matview` prints, to stderr', async () => {
    const { code, stdout, stderr } = await matview([])
    expect([code, stdout]).toEqual([64, ''])
    expect(stderr).toContain('matview run views/user_information.view')
  })

  test('the version is that of the package', async () => {
    expect((await matview(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('usage errors end with 64', () => {
  test.each([
    [
      ['run', 'x.view', '--prot', '1'],
      'error[MV4001]: unknown option `--prot`\n = help: did you mean `--port`?\n',
    ],
    [['comsume', 'x'], 'error[MV4001]: unknown command `comsume`\n = help: did you mean `consume`?\n'],
    [
      ['run'],
      'error[MV4001]: missing required argument `file`\n = help: `matview --help` lists the commands and their options\n',
    ],
    [
      ['run', 'x.view', '--port', '99999'],
      'error[MV4001]: option `--port <port>` argument `99999` is invalid. It must be a whole number from 0 to 65535\n' +
        ' = help: `matview --help` lists the commands and their options\n',
    ],
    [
      ['topics', '--brokers', 'here'],
      'error[MV4001]: option `--brokers <host:port,…>` argument `here` is invalid. `here` is not host:port\n' +
        ' = help: `matview --help` lists the commands and their options\n',
    ],
    ...['produce', 'consume'].map((command): [string[], string] => [
      [command, 'a b'],
      'error[MV4001]: command-argument value `a b` is invalid for argument `topic`. It cannot be the name of a topic: ' +
        'only letters, digits, `.`, `_` and `-` are allowed\n' +
        ' = help: `matview --help` lists the commands and their options\n',
    ]),
    [
      ['check', 'x.view', '--format', 'xml'],
      'error[MV4001]: option `--format <format>` argument `xml` is invalid. Allowed choices are text, json\n' +
        ' = help: `matview --help` lists the commands and their options\n',
    ],
  ])('%j', async (argv, message) => {
    expect(await matview(argv)).toEqual({ code: 64, stdout: '', stderr: message })
  })

  test('of an environment variable too', async () => {
    process.env.MATVIEW_PORT = 'eighty'
    try {
      const { code, stderr } = await matview(['run', 'x.view'])
      expect(code).toBe(64)
      expect(stderr).toContain('value `eighty` from env `MATVIEW_PORT` is invalid')
    } finally {
      delete process.env.MATVIEW_PORT
    }
  })
})

describe('files that cannot be read are diagnostics', () => {
  test('missing, a folder, not UTF-8: all of them at once', async () => {
    const folder = join(dir, 'folder')
    const latin1 = join(dir, 'latin1.view')
    mkdirSync(folder)
    writeFileSync(latin1, Buffer.from('-- tea\n-- caf\xe9\n', 'latin1'))
    const missing = join(dir, 'missing.view')
    const { code, stdout, stderr } = await matview(['check', missing, folder, latin1])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      `error[MV1006]: \`${missing}\` is not there\n = help: check the spelling and the current folder\n\n` +
        `error[MV1006]: \`${folder}\` is a folder\n = help: name the files in it, such as \`${folder}/*.view\`\n\n` +
        `error[MV1005]: \`${latin1}\` is not UTF-8: line 2 has bytes that are no text\n` +
        ' = help: save it as UTF-8 and try again\n\n3 errors\n',
    )
  })

  test('as JSON on stdout', async () => {
    const { code, stdout, stderr } = await matview(['check', join(dir, 'nowhere.view'), '--format', 'json'])
    expect([code, stderr]).toEqual([1, ''])
    expect(JSON.parse(stdout)).toMatchObject({ code: 'MV1006', severity: 'error', file: null })
  })
})

test('a plan cut off or changed by hand is refused with 78', async () => {
  const plan = join(dir, 'plan.json')
  writeFileSync(plan, '{"version": 1, "sources"')
  const { code, stdout, stderr } = await matview(['run', plan])
  expect([code, stdout]).toEqual([78, ''])
  expect(stderr).toMatch(/^error\[MV30\d\d\]: /)
})

describe('a plan', () => {
  const view = join(import.meta.dirname, '..', '..', '..', 'views', 'user_information.view')
  let plan: string
  beforeAll(async () => {
    plan = join(dir, 'compiled.json')
    expect((await matview(['compile', view, '-o', plan])).code).toBe(0)
  })

  test.each(['check', 'compile'])('is nothing to %s, which is said in one sentence', async command => {
    expect(await matview([command, view, plan])).toEqual({
      code: 64,
      stdout: '',
      stderr: `error[MV4001]: \`${plan}\` is a plan already\n = help: name the views it was compiled from\n`,
    })
  })

  test('is explained as its views are', async () => {
    const ofViews = await matview(['explain', view])
    expect(await matview(['explain', plan])).toEqual(ofViews)
    expect([ofViews.code, ofViews.stderr]).toEqual([0, ''])
  })

  test('is not taken for one when it is other JSON', async () => {
    const other = join(dir, 'package.json')
    writeFileSync(other, '{"name": "matview"}')
    const { code, stderr } = await matview(['check', other])
    expect([code, stderr]).toEqual([
      64,
      `error[MV4001]: \`${other}\` is JSON, not a file with views\n = help: name files with CREATE TABLE statements\n`,
    ])
  })
})
