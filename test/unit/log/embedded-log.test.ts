import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { ClassicLevel } from 'classic-level'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  openEmbeddedLog,
  type EmbeddedLog,
  type EmbeddedLogOptions,
} from '../../../src/log/embedded/embedded-log.ts'
import { storageError } from '../../../src/log/embedded/storage-errors.ts'
import { readAll } from '../../support/log-conformance.ts'
import { canMount, SmallDisk } from '../../support/small-disk.ts'
import { makeTempDir, removeDir } from '../../support/temp-dir.ts'

const loader = import.meta.resolve('tsx')
const appender = fileURLToPath(new URL('../../support/append-forever.ts', import.meta.url))

function tempDir(): string {
  const directory = makeTempDir()
  onTestFinished(() => removeDir(directory))
  return directory
}

async function open(directory: string, options?: EmbeddedLogOptions): Promise<EmbeddedLog> {
  const log = await openEmbeddedLog(directory, options)
  onTestFinished(() => log.close())
  return log
}

function value(text: string) {
  return { key: null, value: Buffer.from(text) }
}

describe('the embedded log', () => {
  it('makes its folder and its identity once', async () => {
    const directory = join(tempDir(), 'deep', 'er')
    const first = await openEmbeddedLog(directory)
    const id = await first.id()
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(first.name).toBe(`the embedded log in ${directory}`)
    await first.close()
    expect(await (await open(directory)).id()).toBe(id)
    expect(await (await open(tempDir())).id()).not.toBe(id)
  })

  it(
    'keeps everything acknowledged through kill -9, with no gap in the offsets',
    { timeout: 60_000 },
    async () => {
      const directory = tempDir()
      let acknowledged = 0
      for (const milliseconds of [5, 60, 150]) {
        acknowledged = await appendAndKill(directory, milliseconds)
        const log = await openEmbeddedLog(directory)
        await expectDense(log, acknowledged)
        await log.close()
      }
      expect(acknowledged).toBeGreaterThan(0)
    },
  )

  it('is for one process at a time, and says so', { timeout: 30_000 }, async () => {
    const directory = tempDir()
    const child = spawn(process.execPath, ['--import', loader, appender, directory])
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    await expect(openEmbeddedLog(directory)).rejects.toMatchObject({
      name: 'LogError',
      code: 'locked',
      retriable: false,
      message: `the log in \`${directory}\` is in use by another process`,
    })
  })

  it('shows to one thread what another appends', async () => {
    const directory = tempDir()
    const log = await open(directory)
    await log.createTopic('t', { partitions: 1, compact: false })
    const waiting = log.fetch([{ topic: 't', partition: 0, offset: 0 }], {
      maxWaitMs: 15_000,
      maxBytes: 1000,
    })
    const program = `
      import { workerData } from 'node:worker_threads'
      const { register } = await import(workerData.tsx)
      register()
      const { openEmbeddedLog } = await import(workerData.module)
      const log = await openEmbeddedLog(workerData.directory)
      await log.append('t', [{ key: null, value: Buffer.from('from a thread') }])
      await log.close()`
    const module = new URL('../../../src/log/embedded/embedded-log.ts', import.meta.url).href
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), {
      workerData: { directory, module, tsx: import.meta.resolve('tsx/esm/api') },
    })
    const exit = once(worker, 'exit')
    const [batch] = await waiting
    expect(Buffer.from(batch!.records[0]!.value!).toString()).toBe('from a thread')
    expect(await exit).toEqual([0])
  })

  it('refuses a record above its limit, and with it the whole append', async () => {
    const log = await open(tempDir(), { maxRecordBytes: 1000 })
    await log.createTopic('t', { partitions: 1, compact: false })
    const append = log.append('t', [value('fits'), value('x'.repeat(1000))])
    await expect(append).rejects.toMatchObject({
      code: 'record-too-large',
      message: 'a record of 1007 bytes for topic `t` is larger than the limit of 1000 bytes',
    })
    expect(await log.offsets('t')).toEqual([{ partition: 0, earliest: 0, end: 0 }])
    await log.append('t', [value('x'.repeat(993))])
    expect((await readAll(log, 't')).map(record => record.value!.length)).toEqual([993])
  })

  it.each([Number.NaN, 0.5, 2 ** 50])('refuses the timestamp %s', async timestamp => {
    const log = await open(tempDir())
    await log.createTopic('t', { partitions: 1, compact: false })
    const append = log.append('t', [{ ...value('x'), timestamp }])
    await expect(append).rejects.toMatchObject({
      code: 'other',
      message: expect.stringContaining(`${timestamp} cannot be the timestamp`) as string,
    })
  })

  it('takes the time of records from the clock it was given', async () => {
    const log = await open(tempDir(), { now: () => 1234, sync: true })
    await log.createTopic('t', { partitions: 1, compact: false })
    await log.append('t', [value('a'), { ...value('b'), timestamp: -5 }])
    expect((await readAll(log, 't')).map(({ timestamp }) => timestamp)).toEqual([1234, -5])
  })

  it('runs appends that are started together one after the other', async () => {
    const log = await open(tempDir())
    await log.createTopic('t', { partitions: 1, compact: false })
    const places = await Promise.all(
      Array.from({ length: 50 }, (_, i) => log.append('t', [value(`${i}`), value(`${i}`)])),
    )
    expect(places.flat().map(({ offset }) => offset)).toEqual(Array.from({ length: 100 }, (_, i) => i))
    const read = (await readAll(log, 't')).map(record => Buffer.from(record.value!).toString())
    expect(read).toEqual(Array.from({ length: 100 }, (_, i) => `${Math.floor(i / 2)}`))
  })

  it('reads from inside what was appended together and deleted in part', async () => {
    const log = await open(tempDir())
    await log.createTopic('t', { partitions: 1, compact: false })
    await log.append(
      't',
      Array.from({ length: 1000 }, (_, i) => value(`${i} ${'x'.repeat(200)}`)),
    )
    await log.deleteRecordsBefore('t', 0, 555)
    const read = await readAll(log, 't', 0, 555)
    expect(read.map(record => Number.parseInt(Buffer.from(record.value!).toString(), 10))).toEqual(
      Array.from({ length: 445 }, (_, i) => 555 + i),
    )
    await expect(log.deleteRecordsBefore('t', 0, 1001)).rejects.toMatchObject({ code: 'offset-out-of-range' })
  })

  it('refuses to work once it is closed', async () => {
    const directory = tempDir()
    const log = await openEmbeddedLog(directory)
    await log.createTopic('t', { partitions: 1, compact: false })
    const waiting = log.fetch([{ topic: 't', partition: 0, offset: 0 }], {
      maxWaitMs: 15_000,
      maxBytes: 1000,
    })
    await log.close()
    await log.close()
    expect(await waiting).toEqual([])
    await expect(log.append('t', [value('late')])).rejects.toMatchObject({
      code: 'other',
      message: `the embedded log in ${directory} is closed`,
    })
  })
})

describe('damage and trouble on disk', () => {
  it('refuses a log of a newer version', async () => {
    const directory = tempDir()
    await overwrite(directory, db => db.put('meta/format', '2'))
    await expect(openEmbeddedLog(directory)).rejects.toMatchObject({
      code: 'other',
      message: `the log in \`${directory}\` has format 2, this version of matview reads format 1`,
    })
  })

  it('reports a record that is gone', async () => {
    const directory = await withRecords()
    await overwrite(directory, async db => {
      const [key] = await db.keys({ gte: 'record/', lt: 'record0' }).all()
      await db.del(key!)
    })
    const log = await open(directory)
    await expect(readAll(log, 't')).rejects.toMatchObject({
      code: 'corrupt',
      message: 'topic `t`, partition 0, has lost the record at offset 0',
    })
  })

  it.each([
    ['cut short', (chunk: Buffer) => chunk.subarray(0, chunk.length - 1)],
    ['of another form', (chunk: Buffer) => Buffer.concat([Buffer.from([9]), chunk.subarray(1)])],
    ['empty', () => Buffer.alloc(0)],
  ])('reports records that are %s', async (_, damage) => {
    const directory = await withRecords()
    await overwrite(directory, async db => {
      const [entry] = await db
        .iterator<string, Buffer>({ gte: 'record/', lt: 'record0', valueEncoding: 'buffer' })
        .all()
      await db.put<string, Buffer>(entry![0], damage(entry![1]), { valueEncoding: 'buffer' })
    })
    const log = await open(directory)
    await expect(readAll(log, 't')).rejects.toMatchObject({ name: 'LogError', code: 'corrupt' })
  })

  it('reports a damaged database', async () => {
    const directory = await withRecords()
    const manifest = readdirSync(directory).find(name => name.startsWith('MANIFEST'))!
    writeFileSync(join(directory, manifest), 'no manifest at all')
    await expect(openEmbeddedLog(directory)).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining(`the log in \`${directory}\` is damaged`) as string,
    })
  })

  it.skipIf(!canMount())('takes no records after one that the disk refused, so none is lost', async () => {
    const directory = tempDir()
    const disk = new SmallDisk(directory, '3m')
    onTestFinished(() => disk.remove())
    const log = await openEmbeddedLog(directory)
    await log.createTopic('t', { partitions: 1, compact: false })
    const acknowledged: string[] = []
    const append = async (to: EmbeddedLog): Promise<void> => {
      const text = `${acknowledged.length} ${randomBytes(5000).toString('hex')}`
      await to.append('t', [value(text)])
      acknowledged.push(text)
    }
    await expect(
      (async () => {
        for (;;) await append(log)
      })(),
    ).rejects.toMatchObject({ code: 'storage-full' })
    disk.resize('64m')
    await expect(append(log)).rejects.toMatchObject({
      code: 'storage-full',
      message: expect.stringContaining('takes no records since the disk refused one') as string,
    })
    expect(await readAll(log, 't')).toHaveLength(acknowledged.length)
    await log.close()

    for (let opened = 0; opened < 2; opened++) {
      const again = await openEmbeddedLog(directory)
      for (let i = 0; i < 10; i++) await append(again)
      const found = await readAll(again, 't')
      expect(found.map(record => Buffer.from(record.value!).toString())).toEqual(acknowledged)
      await again.close()
    }
  })

  it('says what is wrong when the folder cannot be one', async () => {
    const file = join(tempDir(), 'file')
    writeFileSync(file, '')
    await expect(openEmbeddedLog(file)).rejects.toMatchObject({ name: 'LogError', code: 'other' })
  })

  it.each([
    [
      'IO error: /d/000003.log: No space left on device',
      'storage-full',
      'the disk that holds the log in `/d` is full',
    ],
    [
      'IO error: /d/LOCK: Read-only file system',
      'other',
      'the log in `/d` cannot be written: /d/LOCK: Read-only file system',
    ],
    ['Corruption: bad block', 'corrupt', 'the log in `/d` is damaged: bad block'],
  ])('knows what LevelDB means by `%s`', (message, code, told) => {
    const error = Object.assign(
      new Error('failed', { cause: Object.assign(new Error(message), { code: 'LEVEL_IO_ERROR' }) }),
      { code: 'LEVEL_DATABASE_NOT_OPEN' },
    )
    expect(storageError(error, '/d')).toMatchObject({ name: 'LogError', code, message: told })
  })

  it('lets bugs pass as they are', () => {
    const bug = new TypeError('x is not a function')
    expect(storageError(bug, '/d')).toBe(bug)
  })
})

/** Starts a process that appends, kills it after some time of work, and returns how many records it had acknowledged. */
async function appendAndKill(directory: string, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', loader, appender, directory])
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const closed = once(child, 'close')
  await once(child.stdout, 'data')
  setTimeout(() => child.kill('SIGKILL'), milliseconds)
  await closed
  const lines = output.split('\n').slice(0, -1)
  return Number(lines.at(-1))
}

/** Checks that the log holds the records 0, 1, 2 … in turn over its partitions, at least `acknowledged` of them. */
async function expectDense(log: EmbeddedLog, acknowledged: number): Promise<void> {
  const offsets = (await log.offsets('t'))!
  const total = offsets.reduce((sum, { end }) => sum + end, 0)
  expect(total).toBeGreaterThanOrEqual(acknowledged)
  for (const { partition, end } of offsets) {
    const read = await readAll(log, 't', partition)
    expect(read.map(({ offset }) => offset)).toEqual(Array.from({ length: end }, (_, i) => i))
    expect(read.map(({ key }) => Number(Buffer.from(key!).toString()))).toEqual(
      Array.from({ length: end }, (_, i) => 3 * i + partition),
    )
    expect(read.every((record, i) => record.value!.length === (3 * i + partition) % 300)).toBe(true)
  }
}

/** The folder of a closed log with three records in topic `t`. */
async function withRecords(): Promise<string> {
  const directory = tempDir()
  const log = await openEmbeddedLog(directory)
  await log.createTopic('t', { partitions: 1, compact: false })
  await log.append('t', [value('a'), value('b'), value('c')])
  await log.close()
  return directory
}

async function overwrite(directory: string, write: (db: ClassicLevel) => Promise<void>): Promise<void> {
  const db = new ClassicLevel(directory)
  await write(db)
  await db.close()
}
