/** Measuring in processes of their own, whose heaps are small: what the main process collects as garbage is not measured. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A file of this folder at work on a task. */
export interface Work<Result> {
  /** Resolves when its preparations are done. */
  readonly ready: Promise<void>
  readonly result: Promise<Result>
  /** Asks it to end its work and give the result. */
  stop(): void
}

type Message<Result> = { readonly kind: 'ready' } | { readonly kind: 'result'; readonly result: Result }

export function startWork<Task extends object, Result>(file: string, task: Task): Work<Result> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)))
  child.send(task)
  let onReady: () => void = () => undefined
  const ready = new Promise<void>(resolve => (onReady = resolve))
  const result = new Promise<Result>((resolve, reject) => {
    child.on('message', message => {
      const received = message as Message<Result>
      if (received.kind === 'ready') onReady()
      else resolve(received.result)
    })
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`${file} ended with ${code} and no result`)))
  })
  const failed = result.then(() => undefined)
  failed.catch(() => undefined)
  return { ready: Promise.race([ready, failed]), result, stop: () => child.send('stop') }
}

/** The other side: does the task that the process was started with, sends its result, and lets the process end. */
export function answer<Task, Result extends object>(
  work: (task: Task, control: { ready: () => void; stopped: AbortSignal }) => Promise<Result>,
): void {
  process.once('disconnect', () => process.exit())
  void once(process, 'message').then(async ([task]) => {
    const stop = new AbortController()
    process.once('message', () => stop.abort())
    const ready = (): void => void process.send!({ kind: 'ready' })
    const result = await work(task as Task, { ready, stopped: stop.signal })
    process.send!({ kind: 'result', result }, () => process.disconnect())
  })
}
