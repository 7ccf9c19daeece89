/**
 * A server that does nothing: it answers every read with the same few hundred bytes, in a process of its own. Reads of it
 * tell what Node, the load generator and the machine take by themselves, under the same updates.
 */
import { startWork, type Work } from './run-process.ts'

export interface BareServerTask {
  readonly port: number
}

/** Ready when it listens; ends when it is stopped. */
export function startBareServer(port: number): Work<object> {
  return startWork<BareServerTask, object>('bare-server-process.ts', { port })
}
