/**
 * A process to be killed: appends to topic `t` of the embedded log in the folder given as argument, and prints the number
 * of each record once it is acknowledged.
 */
import { openEmbeddedLog } from '../../src/log/embedded/embedded-log.ts'

const log = await openEmbeddedLog(process.argv[2]!)
await log.createTopic('t', { partitions: 3, compact: false })
const offsets = (await log.offsets('t'))!
let next = offsets.reduce((sum, { end }) => sum + end, 0)
for (;;) {
  const count = 1 + (next % 40)
  const records = Array.from({ length: count }, (_, i) => ({
    key: Buffer.from(String(next + i)),
    value: Buffer.alloc((next + i) % 300, 'x'),
    partition: (next + i) % 3,
  }))
  await log.append('t', records)
  next += count
  process.stdout.write(`${next}\n`)
}
