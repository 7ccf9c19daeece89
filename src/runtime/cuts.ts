/** Cuts what was fetched into steps of a bounded number of records, taking from each partition in turn. */
import type { StepInput } from './engine.ts'
import type { FetchedBatch } from './ports.ts'

/** Steps of at most `maxRecords` records (at least 1) that together are all of `batches`, each partition in order. */
export function* cutSteps(
  batches: readonly FetchedBatch[],
  maxRecords: () => number,
): Generator<StepInput[]> {
  const rest = batches.map(batch => ({ batch, taken: 0 }))
  while (rest.length > 0) {
    let room = Math.max(1, maxRecords())
    const share = Math.max(1, Math.ceil(room / rest.length))
    const step: StepInput[] = []
    for (let i = 0; i < rest.length && room > 0;) {
      const { batch, taken } = rest[i]!
      const end = Math.min(batch.records.length, taken + Math.min(share, room))
      const last = end === batch.records.length
      step.push({
        topic: batch.topic,
        partition: batch.partition,
        records: batch.records.slice(taken, end),
        nextOffset: last ? batch.nextOffset : batch.records[end]!.offset,
      })
      room -= end - taken
      if (last) rest.splice(i, 1)
      else rest[i++]!.taken = end
    }
    yield step
  }
}
