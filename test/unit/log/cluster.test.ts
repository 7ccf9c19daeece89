/** Against a broker of our own that is slow where real ones are slow only after they were frozen. */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { Cluster } from '../../../src/log/kafka/cluster.ts'
import { WireWriter } from '../../../src/log/kafka/wire.ts'

const METADATA = 3
const API_VERSIONS = 18

/** Speaks version 5 of Metadata, which is empty, and says so `slowMs` after it was asked. */
async function slowBroker(slowMs: number): Promise<{ host: string; port: number }> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data: Buffer) => {
      for (let at = 0; at < data.length; at += 4 + data.readInt32BE(at)) {
        const request = data.subarray(at + 4)
        void answer(socket, request.readInt16BE(0), request.readInt16BE(2), request.readInt32BE(4))
      }
    })
  })
  const answer = async (socket: Socket, apiKey: number, version: number, id: number): Promise<void> => {
    const body = new WireWriter().int32(id)
    if (apiKey === API_VERSIONS) {
      await sleep(slowMs)
      body.int16(0).int32(1).int16(METADATA).int16(0).int16(5)
      if (version > 0) body.int32(0)
    } else body.int32(0).int32(0).string('cluster').int32(-1).int32(0)
    socket.write(new WireWriter().int32(body.bytes.length).bytes)
    socket.write(body.bytes)
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

test('who comes while a connection is being made waits for it, and for what the broker speaks', async () => {
  const options = { clientId: 'test', connectTimeoutMs: 5000, onLog: () => undefined }
  const cluster = new Cluster([await slowBroker(300)], options)
  onTestFinished(() => cluster.close())
  const first = cluster.metadata(null)
  await sleep(100)
  const answers = await Promise.all([first, cluster.metadata(null), cluster.metadata(['t'])])
  expect(answers.map(({ clusterId }) => clusterId)).toEqual(['cluster', 'cluster', 'cluster'])
})
