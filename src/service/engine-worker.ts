/** The entry of the engine's thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../util/assert.ts'
import { hostEngine, type EngineOptions } from './engine-host.ts'

const port = must(parentPort, 'the engine worker is started as a worker')
const stop = new AbortController()
port.on('message', () => stop.abort())
await hostEngine(workerData as EngineOptions, message => port.postMessage(message), stop.signal)
// What a log that was still being opened keeps alive is not waited for.
process.exit()
