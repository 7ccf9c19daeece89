/** 405 for whatever is not a read, answered before a body is even looked at. */
import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problem.ts'

const OTHER_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

export function onlyGet(app: FastifyInstance, url: string): void {
  app.route({
    method: OTHER_METHODS,
    url,
    onRequest: (request, reply) => {
      reply.header('allow', 'GET, HEAD')
      sendProblem(request, reply, {
        code: 'method-not-allowed',
        detail: `${request.method} is not allowed here: views are changed by writing to their topics`,
      })
    },
    handler: () => undefined,
  })
}
