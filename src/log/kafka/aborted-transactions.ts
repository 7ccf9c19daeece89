/**
 * Which batches of a fetched partition belong to aborted transactions: the algorithm of Kafka's own consumer.
 *
 * The broker lists the aborted transactions that touch the fetched range. A transaction becomes active once a batch reaches
 * its first offset and ends at the abort marker of its producer; transactional batches of a producer with an active aborted
 * transaction are not data. Markers are known by the batch's control flag, never by how a record's key looks.
 */

export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

/** What must be known of a batch. */
export interface BatchFacts {
  readonly lastOffset: number
  readonly producerId: number
  readonly transactional: boolean
  /** For control batches: whether its marker is an abort; false for all others. */
  readonly abortMarker: boolean
  readonly control: boolean
}

export class AbortedTransactionFilter {
  readonly #waiting: AbortedTransaction[]
  readonly #active = new Set<number>()
  #next = 0

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#waiting = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset)
  }

  /** Whether the records of `batch` are committed data. To be asked for every batch, in offset order. */
  isData(batch: BatchFacts): boolean {
    while (this.#next < this.#waiting.length && this.#waiting[this.#next]!.firstOffset <= batch.lastOffset) {
      this.#active.add(this.#waiting[this.#next++]!.producerId)
    }
    if (batch.control) {
      if (batch.abortMarker) this.#active.delete(batch.producerId)
      return false
    }
    return !(batch.transactional && this.#active.has(batch.producerId))
  }
}
