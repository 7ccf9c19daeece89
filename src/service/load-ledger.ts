/**
 * `loads.json`: how much of each file was appended to its topic, so that a second start appends nothing again. Appending
 * and remembering are two writes. Before each append the ledger says what is about to be appended and where the topic
 * ends; after a crash in between, the topic's end tells whether (and how far) that append happened.
 */
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

interface Book {
  readonly version: 1
  /** By log (its id), then by file name. */
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

  entry(file: string): LoadEntry {
    return this.#entries[file] ?? NOTHING
  }

  /** Remembers before anything else happens. */
  set(file: string, entry: LoadEntry): void {
    this.#entries[file] = entry
    writeStateFile(this.#dir, this.#dir.loads, `${JSON.stringify(this.#book, null, 2)}\n`)
  }
}

/** How many records of a file are in the topic, whose ends now sum up to `end`. */
export function recordsIn({ done, pending }: LoadEntry, end: number): number {
  if (pending === null) return done
  return done + Math.min(pending.records, Math.max(0, end - pending.end))
}

/** No file is an empty ledger; a damaged one is a failure, because loading twice would be worse. */
function parse(text: string | null, { loads }: StateDir): Book {
  if (text === null) return { version: 1, logs: {} }
  try {
    return JSON.parse(text) as Book
  } catch {
    throw new ServiceFailure(
      'MV4004',
      78,
      `\`${loads}\`, which says what was loaded, is damaged`,
      'remove the state directory to load everything again',
    )
  }
}
