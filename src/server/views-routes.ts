/** `/views`: what is served and how far it is. `/views/:view/rows`: all rows of a view as NDJSON, of one step. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { EngineStatus, SourceStatus, ViewInfo } from '../runtime/ports.ts'
import { suggest } from '../diagnostics/suggest.ts'
import { examplePath } from './example-url.ts'
import { onlyGet } from './method-not-allowed.ts'
import { sendProblem } from './problem.ts'
import { notReady } from './readiness.ts'
import type { Serving } from './serving.ts'

/** Where all rows of a view are. */
export const ROWS_ROUTE = '/views/:view/rows'

/** What `GET /views` answers. */
export interface ViewsAnswer {
  readonly phase: EngineStatus['phase']
  /** Number of committed steps. */
  readonly step: number
  readonly records: number
  readonly skipped: number
  readonly deadLettered: number
  /** Joined or aggregated rows that are left out now, because an expression fails for them. */
  readonly failingRows: number
  readonly error?: EngineStatus['error']
  readonly waiting?: string
  readonly views: readonly (ViewInfo & { readonly rows: string; readonly example: string | null })[]
  readonly sources: readonly SourceAnswer[]
}
interface SourceAnswer extends Omit<SourceStatus, 'partitions'> {
  readonly lag: number
  readonly partitions: readonly (SourceStatus['partitions'][number] & { readonly lag: number })[]
}

export function addViewsRoutes(app: FastifyInstance, serving: Serving): void {
  app.get('/views', async request => describeAll(serving, baseUrl(request)))
  onlyGet(app, '/views')

  app.head(ROWS_ROUTE, (request, reply) => answerRows(serving, request, reply, () => ''))
  app.get(ROWS_ROUTE, (request, reply) =>
    answerRows(serving, request, reply, view => Readable.from(lines(serving, view, reply))),
  )
  onlyGet(app, ROWS_ROUTE)
}

/** The address as the client knows it; not taken from the request where it could not be pasted into a shell. */
function baseUrl({ protocol, host, socket }: FastifyRequest): string {
  const safe = /^[\w.:[\]-]+$/.test(host)
  return `${protocol}://${safe ? host : `127.0.0.1:${socket.localPort ?? 80}`}`
}

async function describeAll({ reader, status }: Serving, base: string): Promise<ViewsAnswer> {
  const { phase, step, records, skipped, deadLettered, failingRows, sources, error, waiting } = status()
  const views = await Promise.all(
    reader.views.map(async view => {
      const path = phase === 'ready' ? await examplePath(reader, view) : null
      return {
        ...view,
        rows: ROWS_ROUTE.replace(':view', encodeURIComponent(view.name)),
        example: path === null ? null : `curl ${base}${path}`,
      }
    }),
  )
  return {
    phase,
    step,
    records,
    skipped,
    deadLettered,
    failingRows,
    ...(error && { error }),
    ...(waiting !== undefined && { waiting }),
    views,
    sources: sources.map(withLag),
  }
}

function withLag(source: SourceStatus): SourceAnswer {
  const partitions = source.partitions.map(part => ({ ...part, lag: Math.max(0, part.end - part.position) }))
  return { ...source, lag: partitions.reduce((sum, { lag }) => sum + lag, 0), partitions }
}

function answerRows(
  { reader, status }: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
  body: (view: string) => Readable | string,
): FastifyReply {
  const wanted = (request.params as { view: string }).view
  const names = reader.views.map(({ name }) => name)
  const view = names.find(name => name.toLowerCase() === wanted.toLowerCase())
  if (view === undefined) {
    const near = suggest(wanted, names)
    const detail = `there is no view of this name${near === null ? '' : `; did you mean \`${near}\`?`}`
    return sendProblem(request, reply, { code: 'no-such-view', detail })
  }
  const problem = notReady(status())
  if (problem !== null) return sendProblem(request, reply, problem)
  return reply.header('content-type', 'application/x-ndjson; charset=utf-8').send(body(view))
}

/** A read that fails at the first row is answered as any other; later it can only cut the answer off. */
async function* lines(
  { reader, onError }: Serving,
  view: string,
  reply: FastifyReply,
): AsyncGenerator<string> {
  try {
    for await (const row of reader.rows(view)) yield `${row}\n`
  } catch (error) {
    if (reply.raw.headersSent) onError?.(error)
    throw error
  }
}
