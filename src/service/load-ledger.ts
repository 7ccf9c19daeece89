/**
 * `loads.json`: how much of each file was appended to its topic, so that a second start appends nothing again. Appending
 * and remembering are two writes. Before each append the ledger says what is about to be appended and where the topic
 * ends; after a crash in between, the topic's end tells whether (and how far) that append happened.
 */
import { realpathSync } from 'node:fs'
import { ServiceFailure } from './failure.ts'
import { readStateFile, writeStateFile, type StateDir } from './state-dir.ts'

export interface LoadEntry {
  /** Records known to be in the topic. */
  readonly done: number
  /** An append under way: number of records, and the sum of the topic's ends before it. */
  readonly pending: { readonly records: number; readonly end: number } | null
  /** Size of the file in bytes once all of it is in, null before. */
  readonly completeBytes: number | null
}

/** Version 1 knew files by their name without folder. */
const VERSION = 2

interface Book {
  readonly version: number
  /** By log (its id), then by topic and file, see {@link ledgerKey}. */
  readonly logs: Record<string, Record<string, LoadEntry>>
}

const NOTHING: LoadEntry = { done: 0, pending: null, completeBytes: null }

export class LoadLedger {
  readonly #dir: StateDir
  readonly #book: Book
  readonly #entries: Record<string, LoadEntry>

  constructor(dir: StateDir, logId: string) {
    this.#dir = dir
    this.#book = parse(readStateFile(dir.loads), dir)
    this.#entries = this.#book.logs[logId] ??= {}
  }

  /** @param key from {@link ledgerKey} */
  entry(key: string): LoadEntry {
    return this.#entries[key] ?? NOTHING
  }

  /** Remembers before anything else happens. */
  set(key: string, entry: LoadEntry): void {
    this.#entries[key] = entry
    writeStateFile(this.#dir, this.#dir.loads, `${JSON.stringify(this.#book, null, 2)}\n`)
  }
}

/** What a file is remembered by: its topic and its real path, the same from every working directory and through links. */
export function ledgerKey(topic: string, file: string): string {
  return `${topic} ${realpathSync(file)}`
}

/** How many records of a file are in the topic, whose ends now sum up to `end`. */
export function recordsIn({ done, pending }: LoadEntry, end: number): number {
  if (pending === null) return done
  return done + Math.min(pending.records, Math.max(0, end - pending.end))
}

/** No file is an empty ledger; one that cannot be used is a failure, because loading twice would be worse. */
function parse(text: string | null, dir: StateDir): Book {
  if (text === null) return { version: VERSION, logs: {} }
  const book = parsed(text)
  if (!isBook(book)) throw unusable(dir, 'is damaged')
  if (book.version !== VERSION) throw unusable(dir, 'was written by another version')
  return book
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A ledger of any version, as far as its shape can tell: only matview writes it. */
function isBook(value: unknown): value is Book {
  return isRecord(value) && isRecord(value['logs'])
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function unusable({ loads }: StateDir, why: string): ServiceFailure {
  return new ServiceFailure(
    'MV4004',
    78,
    `\`${loads}\`, which says what was loaded, ${why}`,
    'remove the state directory to load everything again',
  )
}
