/** The HTTP endpoint: rows by key, the list of views, health. It reads committed steps and changes nothing. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { suggest } from '../diagnostics/suggest.ts'
import { addHealthRoutes } from './health-routes.ts'
import { PROBLEMS, pathOf, problemBody, sendProblem, type Problem, type ProblemCode } from './problem.ts'
import { addRowRoutes } from './row-routes.ts'
import type { Serving } from './serving.ts'
import { addViewsRoutes } from './views-routes.ts'

/** A key of 1,024 bytes with every byte percent-encoded. */
const MAX_ENCODED_KEY = 3 * 1024
/** Room for a path of several such keys and the usual headers. */
const MAX_HEADER_BYTES = 32 * 1024
/** Nothing here takes a body. */
const MAX_BODY_BYTES = 1024
const REQUEST_TIMEOUT_MS = 30_000

/** Builds the server; the caller makes it listen and closes it. */
export function createServer(serving: Serving): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_ENCODED_KEY },
    // Both see problems that the router finds before any route: a bad path, a key too long.
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, problemOf(error)),
    clientErrorHandler,
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-cache')
  })
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error)
    if (problem.code === 'read-failed') serving.onError?.(error)
    return sendProblem(request, reply, problem)
  })
  app.setNotFoundHandler((request, reply) => noSuchRoute(serving, request, reply))
  addHealthRoutes(app, serving)
  addViewsRoutes(app, serving)
  addRowRoutes(app, serving)
  return app
}

/** Fastify's errors by status; whatever is no fault of the request is a read that failed. */
function problemOf(error: FastifyError): Problem {
  const detail = DETAILS[error.statusCode ?? 0]
  return (
    detail ?? {
      code: 'read-failed',
      detail: 'the row cannot be read just now; the log of the server says why',
    }
  )
}
const DETAILS: Readonly<Record<number, Problem>> = {
  400: {
    code: 'malformed-url',
    detail: 'the path is not valid percent-encoded UTF-8; a `%` in a key is written `%25`',
  },
  413: { code: 'body-too-large', detail: 'requests need no body here' },
  414: {
    code: 'key-too-long',
    detail: `a key may have at most ${MAX_ENCODED_KEY} characters, percent-encoding included`,
  },
  415: { code: 'unsupported-body', detail: 'requests need no body here' },
}

function noSuchRoute({ reader }: Serving, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = pathOf(request.raw.url)
  const routes = ['/views', ...reader.views.flatMap(({ endpoint }) => endpoint ?? [])]
  const [, first = ''] = asked.split('/')
  const near = suggest(
    first,
    routes.map(route => route.split('/')[1]!),
  )
  const route = routes.find(candidate => near !== null && candidate.split('/')[1] === near)
  const hint = route === undefined ? 'GET /views lists what there is' : `did you mean \`${route}\`?`
  return sendProblem(request, reply, {
    code: 'no-such-route',
    detail: `there is nothing at this path; ${hint}`,
  })
}

/** Requests that are not HTTP enough to become a request: answered on the bare socket. */
function clientErrorHandler(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const code: ProblemCode =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'headers-too-large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request-timeout'
        : 'bad-request'
  const [status, title] = PROBLEMS[code]
  const body = problemBody({ code, detail: title }, '')
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
