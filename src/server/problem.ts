/** What the endpoint answers when it has no row: RFC 9457 problem details with a stable `code`. */
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Every problem the endpoint knows. Programs rely on these codes: none is renamed or reused. */
export const PROBLEMS = {
  'bad-request': [400, 'The request cannot be understood'],
  'malformed-url': [400, 'The path is not valid percent-encoded UTF-8'],
  'invalid-key': [400, 'The key does not fit the type of its column'],
  'row-not-found': [404, 'There is no row with this key'],
  'no-such-route': [404, 'There is nothing at this path'],
  'no-such-view': [404, 'There is no view of this name'],
  'method-not-allowed': [405, 'The method is not allowed here'],
  'request-timeout': [408, 'The request took too long to arrive'],
  'body-too-large': [413, 'The request body is too large'],
  'key-too-long': [414, 'The key is too long'],
  'unsupported-body': [415, 'The request body is of no use here'],
  'headers-too-large': [431, 'The request headers are too large'],
  'not-ready': [503, 'The views have not caught up yet'],
  'engine-failed': [503, 'The views are no longer kept up to date'],
  stopping: [503, 'The server is stopping'],
  'read-failed': [503, 'The row cannot be read just now'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemCode = keyof typeof PROBLEMS

export interface Problem {
  readonly code: ProblemCode
  /** One sentence for the person who reads the answer. */
  readonly detail: string
  /** Members beyond those of RFC 9457. */
  readonly more?: Readonly<Record<string, unknown>>
}

/** The body of a problem. `instance` is the path asked for. */
export function problemBody({ code, detail, more }: Problem, instance: string): string {
  const [status, title] = PROBLEMS[code]
  return JSON.stringify({
    type: `urn:matview:problem:${code}`,
    title,
    status,
    detail,
    instance,
    code,
    ...more,
  })
}

/** Answers with `problem`; a 503 says when to come back. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const [status] = PROBLEMS[problem.code]
  if (status === 503) reply.header('retry-after', '1')
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(problemBody(problem, pathOf(request.raw.url)))
}

/** The path of a request as it was sent, without the query, cut where it gets silly. */
export function pathOf(url: string | undefined): string {
  const path = (url ?? '').replace(/[?#].*$/s, '')
  return path.length > 200 ? `${path.slice(0, 200)}…` : path
}
