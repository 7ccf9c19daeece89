/** Appends the files of a folder to the topics they are named after: `DIR/<topic>.ndjson[.gz]`, each once. */
import { createReadStream, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { Log, NewRecord } from '../runtime/ports.ts'
import { must } from '../util/assert.ts'
import { ServiceFailure } from './failure.ts'
import { linesOf, type Line } from './lines.ts'
import { ledgerKey, recordsIn, type LoadLedger } from './load-ledger.ts'
import { parseRecord, RecordSyntaxError } from './record-json.ts'

export interface LoadProgress {
  readonly file: string
  readonly topic: string
  /** Whether a view reads the topic. */
  readonly isRead: boolean
  /** Records of the file that are in the topic by now, and whether it is all of them. */
  readonly records: number
  readonly complete: boolean
  /** Appended by an earlier start; `changed` when the file has another size than it had then. */
  readonly earlier?: { readonly changed: boolean }
}

export interface LoadOptions {
  readonly log: Log
  readonly ledger: LoadLedger
  /** Partitions of topics that are made. */
  readonly partitions: number
  /** Topics that views read. */
  readonly read: ReadonlySet<string>
  /** Those of them that are changelogs, which may be compacted. */
  readonly tables: ReadonlySet<string>
  readonly signal: AbortSignal
  readonly onProgress: (progress: LoadProgress) => void
}

/** Records appended at a time, and the bytes after which an append is made anyway. */
const BATCH_RECORDS = 1000
const BATCH_BYTES = 1 << 20

const FILE_NAME = /^(.+?)\.ndjson(\.gz)?$/

/** Loads one folder, file by file in the order of their names. Throws a ServiceFailure naming file and line. */
export async function loadFolder(folder: string, options: LoadOptions): Promise<void> {
  for (const file of filesOf(folder)) {
    if (options.signal.aborted) return
    await loadFile(file, FILE_NAME.exec(basename(file))![1]!, options)
  }
}

function filesOf(folder: string): string[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const reason =
      code === 'ENOENT' ? 'is not there' : code === 'ENOTDIR' ? 'is not a folder' : 'cannot be read'
    throw new ServiceFailure('MV4006', 78, `the folder to load, \`${folder}\`, ${reason}`, FOLDER_HELP)
  }
  const files = names.filter(name => FILE_NAME.test(name)).sort()
  if (files.length === 0) {
    throw new ServiceFailure(
      'MV4006',
      78,
      `the folder to load, \`${folder}\`, has no .ndjson files`,
      FOLDER_HELP,
    )
  }
  return files.map(name => join(folder, name))
}
const FOLDER_HELP = 'name a folder that holds a file `<topic>.ndjson` or `<topic>.ndjson.gz` for each topic'

async function loadFile(file: string, topic: string, options: LoadOptions): Promise<void> {
  const { log, ledger, partitions, read, tables, signal, onProgress } = options
  const about = { file, topic, isRead: read.has(topic) }
  const { key, size } = identify(topic, file)
  const before = ledger.entry(key)
  if (before.completeBytes !== null) {
    const changed = before.completeBytes !== size
    onProgress({ ...about, records: before.done, complete: true, earlier: { changed } })
    return
  }
  if ((await log.offsets(topic)) === null)
    await log.createTopic(topic, { partitions, compact: tables.has(topic) })
  let done = recordsIn(before, await endOf(log, topic))
  for await (const batch of batchesOf(file, done)) {
    if (signal.aborted) return
    ledger.set(key, {
      done,
      pending: { records: batch.length, end: await endOf(log, topic) },
      completeBytes: null,
    })
    await log.append(topic, batch)
    done += batch.length
    onProgress({ ...about, records: done, complete: false })
  }
  ledger.set(key, { done, pending: null, completeBytes: size })
  onProgress({ ...about, records: done, complete: true })
}

function identify(topic: string, file: string): { readonly key: string; readonly size: number } {
  try {
    return { key: ledgerKey(topic, file), size: statSync(file).size }
  } catch (error) {
    throw unreadable(file, error)
  }
}

async function endOf(log: Log, topic: string): Promise<number> {
  const partitions = must(await log.offsets(topic), `topic ${topic} was just made`)
  return partitions.reduce((sum, { end }) => sum + end, 0)
}

/** The file's records after the first `skip`, in batches. */
async function* batchesOf(file: string, skip: number): AsyncGenerator<NewRecord[]> {
  let seen = 0
  let batch: NewRecord[] = []
  let bytes = 0
  for await (const lines of linesOf(bytesOf(file))) {
    for (const line of lines) {
      if (seen++ < skip) continue
      const record = recordOf(file, line)
      batch.push(record)
      bytes += (record.value?.length ?? 0) + (record.key?.length ?? 0)
      if (batch.length < BATCH_RECORDS && bytes < BATCH_BYTES) continue
      yield batch
      batch = []
      bytes = 0
    }
  }
  if (batch.length > 0) yield batch
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  const raw = createReadStream(file)
  try {
    yield* file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
  } catch (error) {
    throw unreadable(file, error)
  } finally {
    raw.destroy()
  }
}

function unreadable(file: string, error: unknown): ServiceFailure {
  return new ServiceFailure('MV4006', 78, `\`${file}\` cannot be read: ${(error as Error).message}`)
}

function recordOf(file: string, { number, text }: Line): NewRecord {
  try {
    if (text === null) throw new RecordSyntaxError('the line is not UTF-8')
    return parseRecord(text)
  } catch (error) {
    if (!(error instanceof RecordSyntaxError)) throw error
    throw new ServiceFailure('MV4007', 1, `${file}:${number}: ${error.message}`, LINE_HELP)
  }
}
const LINE_HELP = 'a line is `{"key": …, "value": …}` with, if wanted, `timestamp`, `headers` and `partition`'
