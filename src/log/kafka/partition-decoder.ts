/** From the bytes that a broker answered for one partition to committed records. */
import { LogError, type FetchedBatch, type LogRecord } from '../../runtime/ports.ts'
import { AbortedTransactionFilter } from './aborted-transactions.ts'
import type { FetchedPartition } from './protocol.ts'
import { decodeRecords, splitBatches, UnreadableBatchError, type RecordBatch } from './record-batch.ts'

/**
 * The committed records from offset `from` on. `nextOffset` is behind the last batch, whether its records were data or not,
 * so that control records, aborted transactions and what compaction left empty are passed.
 *
 * @throws LogError `other` when the first batch cannot be read; a later one ends the answer before it.
 */
export function decodePartition(fetched: FetchedPartition, from: number): FetchedBatch {
  const { topic, partition } = fetched
  const records: LogRecord[] = []
  const filter = new AbortedTransactionFilter(fetched.aborted)
  let nextOffset = from
  try {
    for (const batch of splitBatches(fetched.bytes)) {
      if (filter.isData(batch)) decodeRecords(batch, from, records)
      nextOffset = Math.max(nextOffset, endOf(batch))
    }
  } catch (error) {
    if (!(error instanceof UnreadableBatchError)) throw error
    if (nextOffset === from) throw unreadable(fetched, from, error)
  }
  return { topic, partition, records, nextOffset }
}

function endOf(batch: RecordBatch): number {
  return batch.lastOffset + 1
}

function unreadable({ topic, partition }: FetchedPartition, from: number, error: Error): LogError {
  const place = `the records of topic \`${topic}\`, partition ${partition}, from offset ${from} on`
  return new LogError('other', `${place} cannot be read: they are ${error.message}`, { cause: error })
}
