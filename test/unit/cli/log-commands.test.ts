import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedLog } from '../../../src/log/embedded/embedded-log.ts'
import { openControlServer } from '../../../src/service/control-server.ts'
import { writeHolder } from '../../../src/service/holder.ts'
import { stateDir } from '../../../src/service/state-dir.ts'
import { matview } from './command-line.ts'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'matview-test-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const at = (...argv: string[]): string[] => [...argv, '--state-dir', join(root, 'state')]

const RECORDS = [
  '{"key":"u1","value":{"n": 12345678901234567890.50 },"timestamp":1000,"headers":{"a":"b","c":null}}',
  '{"key":{"base64":"AP8="},"value":null,"timestamp":2000}',
  '{"key":"42","value":"plain text","timestamp":3000,"headers":[["x","1"],["x",{"base64":"/w=="}]]}',
].join('\n')

test('what is produced is consumed, byte for byte', async () => {
  const produced = await matview(at('produce', 'users'), { stdin: RECORDS })
  expect(produced).toEqual({ code: 0, stdout: '', stderr: 'appended 3 records to `users`\n' })
  const consumed = await matview(at('consume', 'users', '--once'))
  expect([consumed.code, consumed.stderr]).toEqual([0, ''])
  expect(consumed.stdout.split('\n')).toEqual([
    '{"key":"u1","value":{"n": 12345678901234567890.50 },"timestamp":1000,"headers":{"a":"b","c":null},"partition":0,"offset":0}',
    '{"key":{"base64":"AP8="},"value":null,"timestamp":2000,"partition":0,"offset":1}',
    '{"key":"42","value":"plain text","timestamp":3000,"headers":[["x","1"],["x",{"base64":"/w=="}]],"partition":0,"offset":2}',
    '',
  ])
  await matview(at('produce', 'copy'), { stdin: consumed.stdout })
  expect((await matview(at('consume', 'copy', '--once'))).stdout).toBe(consumed.stdout)
  expect((await matview(at('topics'))).stdout).toBe(
    '{"topic":"copy","partitions":1,"records":3}\n{"topic":"users","partitions":1,"records":3}\n',
  )
})

test('a bad line is named; the lines before it are in', async () => {
  const stdin = '{"key":"a","value":{}}\n\n{"key":"b","vlue":{}}\n'
  expect(await matview(at('produce', 'users'), { stdin })).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'appended 1 record to `users`\n' +
      'error[MV4007]: stdin:3: a record has no `vlue`; did you mean `value`?\n' +
      ' = help: the lines before it were appended\n',
  })
})

test('a topic that is not there', async () => {
  await matview(at('produce', 'users'), { stdin: '' })
  const { code, stderr } = await matview(at('consume', 'usrs', '--once'))
  expect(code).toBe(69)
  expect(stderr).toMatch(/^error\[MV6001\]: .* has no topic `usrs`\n = help: did you mean `users`\?\n$/)
})

test('a state directory without a log', async () => {
  const { code, stderr } = await matview(at('topics'))
  expect(code).toBe(78)
  expect(stderr).toMatch(/^error\[MV4005\]: there is no log in /)
})

test('following a topic ends with the signal: 130 for SIGINT, 0 for SIGTERM', async () => {
  await matview(at('produce', 'users'), { stdin: '{"key":"a","value":1}' })
  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 0],
  ] as const) {
    const ending = new AbortController()
    const onStdout = (): void => ending.abort(signal)
    const { code, stdout } = await matview(at('consume', 'users', '--from-beginning'), {
      signal: ending.signal,
      onStdout,
    })
    expect([code, JSON.parse(stdout)]).toMatchObject([expected, { key: 'a', value: 1 }])
  }
})

test('the commands work through a process that holds the log', async () => {
  const dir = stateDir(join(root, 'state'))
  const log = await openEmbeddedLog(dir.log)
  const control = await openControlServer(log, { writable: Promise.resolve(), onError: () => undefined })
  writeHolder(dir, { pid: process.pid, started: 'now', command: 'x', url: null, control: control.path })
  try {
    expect((await matview(at('produce', 'users'), { stdin: RECORDS })).code).toBe(0)
    const { stdout } = await matview(at('consume', 'users', '--once'))
    expect(stdout.split('\n')[0]).toContain('"value":{"n": 12345678901234567890.50 }')
    expect((await matview(at('topics'))).stdout).toBe('{"topic":"users","partitions":1,"records":3}\n')
    expect((await matview(at('consume', 'usrs', '--once'))).code).toBe(69)
    const bad = await matview(at('produce', 'users'), { stdin: '{"key":"a","value":1,"partition":7}' })
    expect([bad.code, bad.stderr]).toEqual([
      69,
      'appended 0 records to `users`\nerror[MV6001]: topic `users` has no partition 7, it has only partition 0\n' +
        ' = help: correct `partition` in the records, or leave it out\n',
    ])
    expect(JSON.parse(readFileSync(dir.lock, 'utf8'))).toMatchObject({ pid: process.pid, command: 'x' })
  } finally {
    await control.close()
    await log.close()
  }
})
