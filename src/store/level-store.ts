/** A Store on LevelDB. Several threads of one process may open the same directory; a second process may not. */
import { ClassicLevel } from 'classic-level'
import type { KeyRange, Store, Writes } from './store.ts'

export type StoreErrorCode = 'locked' | 'corrupt' | 'storage-full' | 'read-only' | 'other'

/** The directory cannot be used: `locked` by another process, `corrupt`, `storage-full`, `read-only`. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, cause: unknown) {
    super(message, { cause })
    this.code = code
  }
}

export interface LevelStoreOptions {
  /** Bytes of the block cache; default 64 MiB. */
  readonly cacheBytes?: number
  /** Bytes of the write buffer; default 32 MiB. */
  readonly writeBufferBytes?: number
}

const IS_ASCII = /^[\x00-\x7f]*$/
/** classic-level takes a limit as a 32-bit integer, and -1 for none. */
const MAX_LIMIT = 2 ** 31 - 1
const NO_LIMIT = -1
const AS_BYTES = { keyEncoding: 'buffer' } as const

export class LevelStore implements Store {
  readonly #db: ClassicLevel<string, string>
  readonly #directory: string

  constructor(db: ClassicLevel<string, string>, directory: string) {
    this.#db = db
    this.#directory = directory
  }

  get(key: string): string | undefined {
    try {
      // As text, classic-level 3.0.0 may cut a key inside its last letter; ASCII has no such inside.
      return IS_ASCII.test(key) ? this.#db.getSync(key) : this.#db.getSync(Buffer.from(key), AS_BYTES)
    } catch (error) {
      throw storeError(error, this.#directory)
    }
  }

  async range({ gte, lt, limit, reverse }: KeyRange): Promise<[string, string][]> {
    try {
      const most = limit === undefined || limit > MAX_LIMIT ? NO_LIMIT : limit
      return await this.#db.iterator({ gte, lt, limit: most, reverse: reverse ?? false }).all()
    } catch (error) {
      throw storeError(error, this.#directory)
    }
  }

  async *entries({ gte, lt }: Pick<KeyRange, 'gte' | 'lt'>): AsyncGenerator<[key: string, value: string]> {
    const iterator = this.#db.iterator({ gte, lt })
    try {
      for (let part = await iterator.nextv(500); part.length > 0; part = await iterator.nextv(500))
        yield* part
    } catch (error) {
      throw storeError(error, this.#directory)
    } finally {
      await iterator.close()
    }
  }

  async write(writes: Writes): Promise<void> {
    try {
      // Half the time of `batch(array)`, which reads the members of an object for each operation.
      const batch = this.#db.batch()
      for (const [key, value] of writes) {
        if (value === null) batch.del(key)
        else batch.put(key, value)
      }
      await batch.write()
    } catch (error) {
      throw storeError(error, this.#directory)
    }
  }

  close(): Promise<void> {
    return this.#db.close()
  }
}

/** Opens (and makes) the store in `directory`. Throws {@link StoreError}. */
export async function openLevelStore(
  directory: string,
  options: LevelStoreOptions = {},
): Promise<LevelStore> {
  const db = new ClassicLevel<string, string>(directory, {
    keyEncoding: 'utf8',
    valueEncoding: 'utf8',
    multithreading: true,
    cacheSize: options.cacheBytes ?? 64 << 20,
    writeBufferSize: options.writeBufferBytes ?? 32 << 20,
  })
  try {
    await db.open()
  } catch (error) {
    throw storeError(error, directory)
  }
  return new LevelStore(db, directory)
}

/** LevelDB tells the kind of failure only by code or text; this is the one place that reads it. */
function storeError(error: unknown, directory: string): StoreError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const text = cause instanceof Error ? cause.message : String(cause)
  const code = (cause as { code?: string }).code
  if (code === 'LEVEL_LOCKED') return new StoreError('locked', `the state in ${directory} is in use`, error)
  // The directory was made if need be, so a file that is not there was lost.
  if (code === 'LEVEL_CORRUPTION' || /corruption|No such file/i.test(text))
    return new StoreError('corrupt', `the state in ${directory} is damaged: ${text}`, error)
  if (/No space left/i.test(text))
    return new StoreError('storage-full', `no space left for the state in ${directory}`, error)
  if (/Read-only file system|Permission denied/i.test(text))
    return new StoreError('read-only', `the state in ${directory} cannot be written: ${text}`, error)
  return new StoreError('other', `the state in ${directory} cannot be used: ${text}`, error)
}
