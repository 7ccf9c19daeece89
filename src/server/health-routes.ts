/** `/livez`: the process lives. `/readyz`: the views may be read. The first never depends on the log or the engine. */
import type { FastifyInstance } from 'fastify'
import { onlyGet } from './method-not-allowed.ts'
import { sendProblem } from './problem.ts'
import { notReady, progressOf } from './readiness.ts'
import type { Serving } from './serving.ts'

export function addHealthRoutes(app: FastifyInstance, { status }: Serving): void {
  app.get('/livez', () => ({ status: 'alive' }))
  onlyGet(app, '/livez')

  app.get('/readyz', (request, reply) => {
    const now = status()
    const { phase, step, waiting, error } = now
    const progress = progressOf(now)
    const problem = notReady(now)
    const wait = waiting !== undefined && { waiting }
    if (problem === null) return { status: 'ready', phase, step, progress, ...wait }
    return sendProblem(request, reply, {
      ...problem,
      detail: error?.message ?? problem.detail,
      more: { ...problem.more, phase, step, progress, ...wait },
    })
  })
  onlyGet(app, '/readyz')
}
