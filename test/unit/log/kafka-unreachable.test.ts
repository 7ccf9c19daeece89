import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openKafkaLog } from '../../../src/log/kafka/kafka-log.ts'
import { freePorts } from '../../support/free-port.ts'

/** A server that does `serve` with each connection; its address. */
async function serverAt(serve: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    serve(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a Kafka that is not there', () => {
  it('is reported with its address when nothing listens', async () => {
    const [port] = await freePorts(1)
    const start = performance.now()
    await expect(openKafkaLog([`127.0.0.1:${port}`])).rejects.toMatchObject({
      name: 'LogError',
      code: 'unreachable',
      retriable: true,
      message: expect.stringContaining(`Kafka at 127.0.0.1:${port} does not answer: `) as string,
    })
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('is reported when a server takes connections and never answers', { timeout: 40_000 }, async () => {
    const address = await serverAt(() => undefined)
    const start = performance.now()
    await expect(openKafkaLog([address])).rejects.toMatchObject({ code: 'unreachable' })
    expect(performance.now() - start).toBeLessThan(15_000)
  })

  it('is reported when a server hangs up', async () => {
    const address = await serverAt(socket => socket.destroy())
    await expect(openKafkaLog([address])).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('passes what the connections say to the caller, and prints nothing', async () => {
    const [port] = await freePorts(1)
    const lines: string[] = []
    await expect(openKafkaLog([`127.0.0.1:${port}`], { onLog: line => lines.push(line) })).rejects.toThrow()
    expect(lines[0]).toContain('ECONNREFUSED')
  })

  it.each([
    '',
    'localhost',
    'localhost:',
    'localhost:0',
    'localhost:99999',
    'http://localhost:9092',
    ':9092',
  ])('refuses `%s` as an address', async address => {
    await expect(openKafkaLog([address])).rejects.toMatchObject({
      code: 'other',
      message: `\`${address}\` is not the address of a broker: \`host:port\` is wanted`,
    })
  })
})
