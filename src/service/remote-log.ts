/** The log of another process of this machine, through its control socket. */
import { connect, type Socket } from 'node:net'
import {
  LogError,
  type FetchedBatch,
  type FetchOptions,
  type FetchRequest,
  type Log,
  type NewRecord,
  type PartitionOffsets,
} from '../runtime/ports.ts'
import {
  logRecordFromWire,
  newRecordToWire,
  type ControlAnswer,
  type ControlCall,
  type WireBatch,
} from './control-protocol.ts'
import { linesOf } from './lines.ts'

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** Connects to a control socket; null when nobody listens there. */
export async function openRemoteLog(path: string): Promise<Log | null> {
  const socket = await connected(path)
  if (socket === null) return null
  const connection = new Connection(socket)
  const { name, id } = (await connection.call({ op: 'describe' })) as { name: string; id: string }
  return new RemoteLog(connection, name, id)
}

function connected(path: string): Promise<Socket | null> {
  return new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(null))
  })
}

/** Calls and their answers over one socket. */
class Connection {
  readonly #socket: Socket
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #ended = false

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('error', () => socket.destroy())
    void this.#read()
  }

  call(call: ControlCall): Promise<unknown> {
    if (this.#ended) return Promise.reject(gone())
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { resolve, reject })
      this.#socket.write(`${JSON.stringify({ id, ...call })}\n`)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  async #read(): Promise<void> {
    try {
      for await (const lines of linesOf(this.#socket)) {
        for (const { text } of lines) this.#settle(JSON.parse(text ?? 'null') as ControlAnswer)
      }
    } catch {
      // Below, everybody who still waits is told.
    }
    this.#ended = true
    for (const { reject } of this.#waiting.values()) reject(gone())
  }

  #settle(answer: ControlAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('result' in answer) waiting?.resolve(answer.result)
    else waiting?.reject(new LogError(answer.error.code, answer.error.message, answer.error))
  }
}

function gone(): LogError {
  return new LogError('unreachable', 'the process that holds the log went away', { retriable: false })
}

class RemoteLog implements Log {
  readonly name: string
  readonly #id: string
  readonly #connection: Connection

  constructor(connection: Connection, name: string, id: string) {
    this.#connection = connection
    this.name = name
    this.#id = id
  }

  id(): Promise<string> {
    return Promise.resolve(this.#id)
  }

  async topics(): Promise<string[]> {
    return (await this.#connection.call({ op: 'topics' })) as string[]
  }

  async offsets(topic: string): Promise<PartitionOffsets[] | null> {
    return (await this.#connection.call({ op: 'offsets', topic })) as PartitionOffsets[] | null
  }

  async createTopic(
    topic: string,
    { partitions, compact }: { partitions: number; compact: boolean },
  ): Promise<void> {
    await this.#connection.call({ op: 'createTopic', topic, partitions, compact })
  }

  async append(
    topic: string,
    records: readonly NewRecord[],
  ): Promise<{ partition: number; offset: number }[]> {
    const call = { op: 'append', topic, records: records.map(newRecordToWire) } as const
    return (await this.#connection.call(call)) as { partition: number; offset: number }[]
  }

  async fetch(requests: readonly FetchRequest[], options: FetchOptions): Promise<FetchedBatch[]> {
    const { maxWaitMs, maxBytes, signal } = options
    const call = this.#connection.call({ op: 'fetch', requests, maxWaitMs, maxBytes })
    const batches = (await orAborted(call, signal)) as WireBatch[]
    return batches.map(batch => ({ ...batch, records: batch.records.map(logRecordFromWire) }))
  }

  close(): Promise<void> {
    this.#connection.close()
    return Promise.resolve()
  }
}

/** The answer to a call, or no batches once the signal is given. */
function orAborted(call: Promise<unknown>, signal: AbortSignal | undefined): Promise<unknown> {
  if (signal === undefined) return call
  if (signal.aborted) return Promise.resolve([])
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve([])
    signal.addEventListener('abort', onAbort, { once: true })
    call.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
