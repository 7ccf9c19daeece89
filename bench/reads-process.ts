/** The process of `reads.ts`: sends a read at each tick. */
import { Pool } from 'undici'
import { percentiles } from './percentiles.ts'
import type { ReadResult, ReadTask } from './reads.ts'
import { answer } from './run-process.ts'
import { now, tick, type Tick } from './ticker.ts'

const connections = 32
/** Reads that are not measured: connections are opened and code is compiled in them. */
const warmUpSeconds = 3
/** A stride that visits all ids in an order that looks random. */
const stride = 7919

answer(async ({ url, ids, rate, seconds }: ReadTask): Promise<ReadResult> => {
  const pool = new Pool(url, { connections })
  const latencies: number[] = []
  const lateness: number[] = []
  const statuses: Record<string, number> = {}
  const read = async ({ index, due }: Tick): Promise<void> => {
    const sent = now()
    const status = await statusOf(pool, `/users/${ids[(index * stride) % ids.length]}`)
    if (index < warmUpSeconds * rate) return
    latencies.push(now() - due)
    lateness.push(sent - due)
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  const reads: Promise<void>[] = []
  await tick({ rate, count: (warmUpSeconds + seconds) * rate }, due => reads.push(read(due)))
  await Promise.all(reads)
  await pool.close()
  return { latency: percentiles(latencies), lateness: percentiles(lateness), statuses }
})

async function statusOf(pool: Pool, path: string): Promise<string> {
  try {
    const { statusCode, body } = await pool.request({ method: 'GET', path })
    await body.dump()
    return String(statusCode)
  } catch (error) {
    return (error as Error).message
  }
}
