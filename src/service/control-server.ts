/** Lets other processes of the same user reach the log of this one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { LogError, type Log, type LogErrorCode } from '../runtime/ports.ts'
import {
  logRecordToWire,
  newRecordFromWire,
  type ControlAnswer,
  type ControlCall,
  type ControlRequest,
  type WireBatch,
} from './control-protocol.ts'
import { linesOf } from './lines.ts'

export interface ControlServer {
  /** Path of the socket. */
  readonly path: string
  close(): Promise<void>
}

export interface ControlOptions {
  /** Resolves when others may append: the ledger of `--load` counts on being the only writer. */
  readonly writable: Promise<void>
  /** Told what the log itself failed in; who asked is told as well. */
  readonly onError: (error: LogError) => void
}

/** Listens on a socket in a fresh folder that only the owner may enter. */
export async function openControlServer(log: Log, options: ControlOptions): Promise<ControlServer> {
  const path = socketPath()
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    void serve(socket, log, options)
  })
  await listen(server, path)
  return {
    path,
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => {
          if (process.platform !== 'win32') rmSync(dirname(path), { recursive: true, force: true })
          resolve()
        })
      }),
  }
}

/** What is not the fault of who asked. */
const FAULTS: ReadonlySet<LogErrorCode> = new Set(['storage-full', 'corrupt'])

function socketPath(): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\matview-${process.pid}-${Date.now()}`
  return join(mkdtempSync(join(tmpdir(), 'matview-')), 'control.sock')
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}

/** Answers the calls of one connection, one after the other. */
async function serve(socket: Socket, log: Log, options: ControlOptions): Promise<void> {
  try {
    for await (const lines of linesOf(socket)) {
      for (const { text } of lines) {
        if (text === null) return
        const answer = await answerTo(JSON.parse(text) as ControlRequest, log, options)
        socket.write(`${JSON.stringify(answer)}\n`)
      }
    }
  } catch {
    // The other side went away or does not speak the protocol; nobody is left to tell.
  } finally {
    socket.destroy()
  }
}

async function answerTo(request: ControlRequest, log: Log, options: ControlOptions): Promise<ControlAnswer> {
  const { id } = request
  try {
    return { id, result: await perform(request, log, options.writable) }
  } catch (error) {
    if (!(error instanceof LogError)) throw error
    const { code, message, retriable } = error
    if (FAULTS.has(code)) options.onError(error)
    return { id, error: { code, message, retriable } }
  }
}

async function perform(call: ControlCall, log: Log, writable: Promise<void>): Promise<unknown> {
  switch (call.op) {
    case 'describe':
      return { name: log.name, id: await log.id() }
    case 'topics':
      return log.topics()
    case 'offsets':
      return log.offsets(call.topic)
    case 'createTopic':
      await log.createTopic(call.topic, call)
      return null
    case 'append':
      await writable
      return log.append(call.topic, call.records.map(newRecordFromWire))
    case 'fetch': {
      const batches = await log.fetch(call.requests, call)
      return batches.map((batch): WireBatch => ({ ...batch, records: batch.records.map(logRecordToWire) }))
    }
  }
}
