import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedLog, type EmbeddedLog } from '../../../src/log/embedded/embedded-log.ts'
import { LoadLedger, recordsIn } from '../../../src/service/load-ledger.ts'
import { loadFolder, type LoadProgress } from '../../../src/service/load.ts'
import { makeStateDir, stateDir, type StateDir } from '../../../src/service/state-dir.ts'

let root: string
let folder: string
let dir: StateDir
let log: EmbeddedLog
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'matview-test-'))
  folder = join(root, 'data')
  mkdirSync(folder)
  dir = stateDir(join(root, 'state'))
  makeStateDir(dir)
  log = await openEmbeddedLog(dir.log)
})
afterEach(async () => {
  await log.close()
  rmSync(root, { recursive: true, force: true })
})

const numbered = (count: number): string =>
  Array.from({ length: count }, (_, n) => `{"key":"k${n}","value":{"n":${n}}}\n`).join('')

async function load(from = folder): Promise<LoadProgress[]> {
  const progress: LoadProgress[] = []
  await loadFolder(from, {
    log,
    ledger: new LoadLedger(dir, await log.id()),
    partitions: 1,
    read: new Set(['a', 'b', 'c']),
    tables: new Set(['a', 'b', 'c']),
    signal: new AbortController().signal,
    onProgress: step => progress.push(step),
  })
  return progress
}

async function keysOf(topic: string): Promise<string[]> {
  const keys: string[] = []
  const end = (await log.offsets(topic))![0]!.end
  for (let offset = 0; offset < end;) {
    const [batch] = await log.fetch([{ topic, partition: 0, offset }], { maxWaitMs: 0, maxBytes: 1 << 20 })
    keys.push(...batch!.records.map(({ key }) => Buffer.from(key!).toString()))
    offset = batch!.nextOffset
  }
  return keys
}
const keys = (count: number): string[] => Array.from({ length: count }, (_, n) => `k${n}`)

test('each file is appended once, in order, packed or not; an empty one makes an empty topic', async () => {
  writeFileSync(join(folder, 'a.ndjson'), numbered(2500))
  writeFileSync(join(folder, 'b.ndjson.gz'), gzipSync(numbered(3)))
  writeFileSync(join(folder, 'c.ndjson'), '')
  writeFileSync(join(folder, 'README.md'), 'not data')
  await load()
  const again = await load()
  expect(await keysOf('a')).toEqual(keys(2500))
  expect(await keysOf('b')).toEqual(keys(3))
  expect(await log.offsets('c')).toEqual([{ partition: 0, earliest: 0, end: 0 }])
  expect(await log.topics()).toEqual(['a', 'b', 'c'])
  expect(again.map(({ topic, records, earlier }) => [topic, records, earlier])).toEqual([
    ['a', 2500, { changed: false }],
    ['b', 3, { changed: false }],
    ['c', 0, { changed: false }],
  ])
})

test.each([
  [0, 'before'],
  [0, 'after'],
  [1, 'before'],
  [1, 'after'],
  [2, 'before'],
  [2, 'after'],
])('a load cut off at append %i, %s it happened, goes on where it stopped', async (failing, moment) => {
  writeFileSync(join(folder, 'a.ndjson'), numbered(2500))
  const append = log.append.bind(log)
  let count = 0
  log.append = async (topic, records) => {
    if (count++ < failing) return append(topic, records)
    if (moment === 'after') await append(topic, records)
    throw new Error('cut off')
  }
  await expect(load()).rejects.toThrow('cut off')
  log.append = append
  await load()
  expect(await keysOf('a')).toEqual(keys(2500))
})

test('a file that has grown since is not loaded again, and that is said', async () => {
  writeFileSync(join(folder, 'a.ndjson'), numbered(2))
  await load()
  writeFileSync(join(folder, 'a.ndjson'), numbered(3))
  expect((await load())[0]!.earlier).toEqual({ changed: true })
  expect(await keysOf('a')).toEqual(keys(2))
})

test('files of one name in two folders are both loaded; one file by two paths is loaded once', async () => {
  const second = join(root, 'more')
  const link = join(root, 'link')
  mkdirSync(second)
  symlinkSync(folder, link)
  writeFileSync(join(folder, 'a.ndjson'), numbered(2))
  writeFileSync(join(second, 'a.ndjson'), '{"key":"x","value":{}}\n')
  await load()
  await load(second)
  const again = [...(await load(second)), ...(await load(link)), ...(await load(relative('', folder)))]
  expect(await keysOf('a')).toEqual(['k0', 'k1', 'x'])
  expect(again.map(({ records, earlier }) => [records, earlier])).toEqual([
    [1, { changed: false }],
    [2, { changed: false }],
    [2, { changed: false }],
  ])
})

test('one file under the names of two topics is loaded into both', async () => {
  writeFileSync(join(folder, 'a.ndjson'), numbered(2))
  symlinkSync('a.ndjson', join(folder, 'b.ndjson'))
  await load()
  expect([await keysOf('a'), await keysOf('b')]).toEqual([keys(2), keys(2)])
})

test.each([
  ['{"key":"a","value":{}\n', 'not JSON: '],
  ['{"key":"a"}\n', 'the record has no `value`'],
  ['[1]\n', 'a record must be an object, not array'],
  ['{"key":"a","value":1,"value":2}\n', 'a record has `value` twice'],
  [
    '{"key":"a","value":1,"partition":-1}\n',
    '`partition` must be a whole number that is not negative, not -1',
  ],
  ['{"key":"\\ud800","value":1}\n', '`key` holds half a surrogate pair'],
  [Buffer.from('{"key":"\xe9","value":1}\n', 'latin1'), 'the line is not UTF-8'],
])('a bad line is named: %j', async (line, message) => {
  writeFileSync(join(folder, 'a.ndjson'), Buffer.concat([Buffer.from(`${numbered(1)}\n`), Buffer.from(line)]))
  await expect(load()).rejects.toThrow(`${join(folder, 'a.ndjson')}:3: ${message}`)
})

test('a folder that cannot be loaded', async () => {
  await expect(load()).rejects.toThrow('has no .ndjson files')
  rmSync(folder, { recursive: true })
  await expect(load()).rejects.toThrow('is not there')
  writeFileSync(folder, '')
  await expect(load()).rejects.toThrow('is not a folder')
  rmSync(folder)
  mkdirSync(folder)
  symlinkSync('nowhere', join(folder, 'a.ndjson'))
  await expect(load()).rejects.toMatchObject({ code: 'MV4006', exitCode: 78 })
})

test.each([
  ['{"version":', 'is damaged'],
  ['null', 'is damaged'],
  ['{}', 'is damaged'],
  ['{"version":2,"logs":null}', 'is damaged'],
  ['{"version":1,"logs":{}}', 'was written by another version'],
])('a ledger that cannot be used is a failure, never a second load: %s', async (text, message) => {
  writeFileSync(join(folder, 'a.ndjson'), numbered(1))
  writeFileSync(dir.loads, text)
  await expect(load()).rejects.toThrow(message)
  expect(await log.topics()).toEqual([])
})

test('what a topic holds of an append under way is told by its end', () => {
  const entry = { done: 10, pending: { records: 5, end: 100 }, completeBytes: null }
  expect([99, 100, 103, 105, 110].map(end => recordsIn(entry, end))).toEqual([10, 10, 13, 15, 15])
})
