/** Starts the engine in its own thread. */
import { Worker } from 'node:worker_threads'
import { bugMessage, type EngineOptions, type Post } from './engine-host.ts'

/** An engine under way. */
export interface EngineHandle {
  /** Asks it to end after the step under way. */
  stop(): void
  /** Resolves when nothing of it runs any more. */
  readonly gone: Promise<void>
  /** Ends it at once; what is committed stays. */
  kill(): Promise<void>
}

export type LaunchEngine = (options: EngineOptions, onMessage: Post) => EngineHandle

/** The objects of a large step outlive the default young generation (16 MB) and would be copied over and over. */
const YOUNG_GENERATION_MB = 128

export const launchEngineThread: LaunchEngine = (options, onMessage) => {
  // Sources run as they are in development, and compiled in the package.
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
  const worker = new Worker(new URL(`./engine-worker${extension}`, import.meta.url), {
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  })
  worker.on('message', onMessage)
  worker.on('error', error => onMessage(bugMessage(error)))
  return {
    stop: () => worker.postMessage('stop'),
    gone: new Promise(resolve => worker.once('exit', () => resolve())),
    kill: async () => void (await worker.terminate()),
  }
}
