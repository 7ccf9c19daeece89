/** The thread of `ticker.ts`. Plain JavaScript, as a thread of Node 20 has no loader of TypeScript. */
import { parentPort, workerData } from 'node:worker_threads'

const { rate, count } = workerData
const never = new Int32Array(new SharedArrayBuffer(4))
const now = () => Number(process.hrtime.bigint()) / 1e6
const start = now()

for (let index = 0; index < count; index++) {
  const due = start + (index / rate) * 1000
  const wait = due - now()
  if (wait > 0) Atomics.wait(never, 0, 0, wait)
  parentPort.postMessage({ index, due })
}
