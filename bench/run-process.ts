/** Measuring in a process of its own, whose heap is small: pauses of the main process's garbage collector do not count. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs a file of this folder, which is given the task and sends one message, its result. */
export function runProcess<Task extends object, Result>(file: string, task: Task): Promise<Result> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)))
  child.send(task)
  return new Promise((resolve, reject) => {
    child.once('message', result => resolve(result as Result))
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`${file} ended with ${code} and no result`)))
  })
}

/** The other side: does the task that the process was started with, sends its result, and lets the process end. */
export function answer<Task, Result extends object>(measure: (task: Task) => Promise<Result>): void {
  process.once('message', task => {
    void measure(task as Task).then(result => process.send!(result, () => process.disconnect()))
  })
  process.once('disconnect', () => process.exit())
}
