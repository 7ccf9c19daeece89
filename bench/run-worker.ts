/** Measuring in a thread of its own, whose heap is small: a pause of the main thread's garbage collector is not measured. */
import { Worker } from 'node:worker_threads'

/** Runs a worker file of this folder; it posts one message, its result. */
export async function runWorker<Task, Result>(file: string, task: Task): Promise<Result> {
  const worker = new Worker(new URL(file, import.meta.url), { workerData: { task } })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`${file} ended with ${code} and no result`)))
  })
}
