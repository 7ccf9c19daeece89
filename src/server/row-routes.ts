/** `GET` of one row by its key: the route that a view declares. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ViewInfo } from '../runtime/ports.ts'
import { onlyGet } from './method-not-allowed.ts'
import { sendProblem } from './problem.ts'
import { notReady } from './readiness.ts'
import type { Serving } from './serving.ts'

export function addRowRoutes(app: FastifyInstance, serving: Serving): void {
  for (const view of serving.reader.views) {
    if (view.endpoint === null) continue
    const params = [...view.endpoint.matchAll(/:([^/]+)/g)].map(match => match[1]!)
    app.get(view.endpoint, (request, reply) => sendRow(serving, view, params, request, reply))
    onlyGet(app, view.endpoint)
  }
}

function sendRow(
  { reader, status }: Serving,
  view: ViewInfo,
  params: readonly string[],
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = notReady(status())
  if (problem !== null) return sendProblem(request, reply, problem)
  const given = request.params as Record<string, string>
  const read = reader.get(
    view.name,
    params.map(name => given[name]!),
  )
  switch (read.kind) {
    case 'row':
      // The text goes out as it is stored: parsing and printing again would lose digits.
      return reply.header('content-type', 'application/json; charset=utf-8').send(read.json)
    case 'absent':
      return sendProblem(request, reply, {
        code: 'row-not-found',
        detail: `\`${view.name}\` has no row with this key`,
      })
    case 'invalid':
      return sendProblem(request, reply, {
        code: 'invalid-key',
        detail: `\`${read.column}\` of \`${view.name}\`: ${read.reason}`,
        more: { column: read.column },
      })
  }
}
