/** The process of `bare-server.ts`. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { BareServerTask } from './bare-server.ts'
import { answer } from './run-process.ts'

const body = JSON.stringify({ nothing: 'x'.repeat(300) })

answer(async ({ port }: BareServerTask, { ready, stopped }) => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.end(body)
  })
  server.listen(port, '127.0.0.1', ready)
  await once(stopped, 'abort')
  server.closeAllConnections()
  server.close()
  return {}
})
