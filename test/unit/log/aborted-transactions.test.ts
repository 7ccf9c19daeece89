import { describe, expect, it } from 'vitest'
import {
  AbortedTransactionFilter,
  type AbortedTransaction,
  type BatchFacts,
} from '../../../src/log/kafka/aborted-transactions.ts'

function data(offset: number, producerId: number, transactional = true): BatchFacts {
  return { lastOffset: offset, producerId, transactional, control: false, abortMarker: false }
}

function marker(offset: number, producerId: number, kind: 'abort' | 'commit'): BatchFacts {
  return { lastOffset: offset, producerId, transactional: true, control: true, abortMarker: kind === 'abort' }
}

function dataOffsets(aborted: AbortedTransaction[], batches: BatchFacts[]): number[] {
  const filter = new AbortedTransactionFilter(aborted)
  return batches.filter(batch => filter.isData(batch)).map(batch => batch.lastOffset)
}

describe('the filter of aborted transactions', () => {
  it('shows what was committed and hides markers', () => {
    expect(
      dataOffsets([], [data(0, 1), data(1, -1, false), marker(2, 1, 'commit'), data(3, -1, false)]),
    ).toEqual([0, 1, 3])
  })

  it('hides an aborted transaction, but not the next one of the same producer', () => {
    const batches = [data(0, 1), data(1, 1), marker(2, 1, 'abort'), data(3, 1), marker(4, 1, 'commit')]
    expect(dataOffsets([{ producerId: 1, firstOffset: 0 }], batches)).toEqual([3])
  })

  it('shows what a producer writes outside transactions while another aborts', () => {
    expect(
      dataOffsets(
        [{ producerId: 1, firstOffset: 0 }],
        [data(0, 1), data(1, 2), data(2, -1, false), marker(3, 1, 'abort')],
      ),
    ).toEqual([1, 2])
  })

  it('hides overlapping aborted transactions from a fetch that starts inside both', () => {
    const aborted = [
      { producerId: 2, firstOffset: 3 },
      { producerId: 1, firstOffset: 0 },
    ]
    const batches = [
      data(10, 1),
      data(11, 2),
      marker(12, 1, 'abort'),
      data(13, 2),
      data(14, 1),
      marker(15, 2, 'abort'),
      data(16, 2),
    ]
    expect(dataOffsets(aborted, batches)).toEqual([14, 16])
  })

  it('hides two aborted transactions of one producer, and shows the committed one between', () => {
    const aborted = [
      { producerId: 1, firstOffset: 0 },
      { producerId: 1, firstOffset: 4 },
    ]
    const batches = [
      data(0, 1),
      marker(1, 1, 'abort'),
      data(2, 1),
      marker(3, 1, 'commit'),
      data(4, 1),
      marker(5, 1, 'abort'),
      data(6, 1),
    ]
    expect(dataOffsets(aborted, batches)).toEqual([2, 6])
  })

  it('activates a transaction that begins inside a batch', () => {
    const long = { ...data(9, 1) }
    expect(
      dataOffsets([{ producerId: 1, firstOffset: 5 }], [long, marker(10, 1, 'abort'), data(11, 1)]),
    ).toEqual([11])
  })
})
