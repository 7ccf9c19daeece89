/** Positions that the log does not have: the topic is another one of the same name. */
import { expect, test } from 'vitest'
import type { Log, PartitionOffsets } from '../../../src/runtime/ports.ts'
import { resolveSources } from '../../../src/runtime/source-topics.ts'
import { accountsPlan } from './plans.ts'

const plan = accountsPlan()
const { topic } = plan.sources[0]!

/** A log of which only the offsets are asked for. */
function logWith(offsets: PartitionOffsets[] | null): Log {
  return { name: 'a log', offsets: () => Promise.resolve(offsets) } as unknown as Log
}

const resolve = (read: readonly [number, number][], offsets: PartitionOffsets[] | null) =>
  resolveSources(plan, logWith(offsets), new Map([[topic, new Map(read)]]), false)

test('goes on at the committed position, and where there is none at the earliest record', async () => {
  const found = await resolve(
    [[0, 7]],
    [
      { partition: 0, earliest: 2, end: 7 },
      { partition: 1, earliest: 3, end: 9 },
    ],
  )
  expect(found).toEqual([
    { topic, partition: 0, endAtStart: 7, end: 7, position: 7, fetched: 7 },
    { topic, partition: 1, endAtStart: 9, end: 9, position: 3, fetched: 3 },
  ])
})

test.each([
  ['fewer records', [{ partition: 0, earliest: 0, end: 6 }], 0, 6],
  ['fewer partitions', [], 0, 0],
])('is refused when the topic has %s than were read', async (_, offsets, partition, end) => {
  await expect(resolve([[0, 7]], offsets)).rejects.toMatchObject({
    code: 'MV6003',
    exitCode: 78,
    message: `topic \`${topic}\`, partition ${partition}, ends at offset ${end}, but the views have read it up to 7`,
    help: expect.stringContaining('--rebuild') as string,
  })
})

test('a topic that is gone is refused for good only where it was read', async () => {
  await expect(resolve([[0, 7]], null)).rejects.toMatchObject({
    code: 'MV6001',
    exitCode: 78,
    message: `topic \`${topic}\`, which the views have read, is gone`,
    help: expect.stringContaining('--rebuild') as string,
  })
  await expect(resolve([[0, 0]], null)).rejects.toMatchObject({ code: 'MV6001', exitCode: 69 })
})
