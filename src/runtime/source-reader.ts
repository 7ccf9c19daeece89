/** One source node at run time: records of its topic to the delta of its rows. */
import { recordDecoder, type RecordDecoder } from '../formats/record-decoder.ts'
import { Delta } from '../ivm/delta.ts'
import { type TableChanges, TableSource } from '../ivm/operators/table-source.ts'
import type { State } from '../ivm/state.ts'
import type { SourceNode, SourcePlan } from '../topology/plan.ts'
import { DataError } from '../types/data-error.ts'
import { sourceShape } from './dataflow.ts'
import type { LogRecord } from './ports.ts'

/** Takes the records of one step, one after the other; a record that throws DataError changes nothing. */
export interface SourceStep {
  add(record: LogRecord): void
  /** Writes the source's state and returns the changes. */
  finish(): Delta
}

export class SourceReader {
  readonly plan: SourcePlan
  readonly node: SourceNode
  readonly #decoder: RecordDecoder
  readonly #table: TableSource | null

  constructor(plan: SourcePlan, node: SourceNode) {
    this.plan = plan
    this.node = node
    this.#decoder = recordDecoder(plan, node.used)
    this.#table = plan.kind === 'table' ? new TableSource(sourceShape(node)) : null
  }

  begin(state: State): SourceStep {
    if (this.#table !== null)
      return new TableStep(this.#decoder, this.#table.begin(state), this.plan.keyFormat === 'RAW')
    return new StreamStep(this.#decoder)
  }
}

class TableStep implements SourceStep {
  readonly #decoder: RecordDecoder
  readonly #changes: TableChanges
  /** The key's bytes identify the row. */
  readonly #rawKeys: boolean

  constructor(decoder: RecordDecoder, changes: TableChanges, rawKeys: boolean) {
    this.#decoder = decoder
    this.#changes = changes
    this.#rawKeys = rawKeys
  }

  add({ key, value }: LogRecord): void {
    if (value !== null) {
      const row = this.#decoder.row(key, value)
      this.#changes.upsert(row, this.#rawKeys && key !== null ? bytesAsText(key) : null)
    } else if (key === null) {
      throw new DataError('MV5007', 'a record without key and without value says nothing')
    } else {
      const row = this.#decoder.keyRow(key)
      if (row !== null) this.#changes.remove(row)
      else this.#changes.removeOwned(bytesAsText(key))
    }
  }

  finish(): Delta {
    return this.#changes.finish()
  }
}

class StreamStep implements SourceStep {
  readonly #decoder: RecordDecoder
  readonly #delta = new Delta()

  constructor(decoder: RecordDecoder) {
    this.#decoder = decoder
  }

  add({ key, value }: LogRecord): void {
    if (value === null) throw new DataError('MV5009', 'a stream has no deletes, but the record has no value')
    this.#delta.add(this.#decoder.row(key, value), 1)
  }

  finish(): Delta {
    return this.#delta
  }
}

/** Any bytes as well-formed text, one character a byte. */
function bytesAsText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
