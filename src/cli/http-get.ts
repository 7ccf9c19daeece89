/** A GET whose path goes out exactly as given (a URL object would resolve a key such as `..`). */
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { ServiceFailure } from '../service/failure.ts'

/** @param base such as `http://127.0.0.1:8080`, with a path in front where a proxy adds one */
export function httpGet(base: string, path: string): Promise<IncomingMessage> {
  const { protocol, hostname, port, pathname } = parseBase(base)
  const client = protocol === 'https:' ? https : http
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    client
      .get({ host, port, path: `${pathname.replace(/\/$/, '')}${path}`, agent: false }, resolve)
      .on('error', error => reject(unreachable(base, error)))
  })
}

export async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function parseBase(base: string): URL {
  const url = URL.canParse(base) ? new URL(base) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new ServiceFailure(
    'MV4011',
    64,
    `\`${base}\` is no URL of a server`,
    'it looks like http://127.0.0.1:8080',
  )
}

function unreachable(base: string, error: NodeJS.ErrnoException): ServiceFailure {
  return new ServiceFailure(
    'MV4011',
    69,
    `nobody answers at ${base} (${error.code ?? error.message})`,
    'start it with `matview run`, or leave `--url` away to read the state directory',
  )
}
