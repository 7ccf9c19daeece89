/** ksqlDB's functions of URLs, by RFC 3986. What a URL does not have is NULL. */
import { DataError } from '../../types/data-error.ts'
import type { Value } from '../../types/value.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

/** The parts of any URI: scheme, authority, path, query, fragment. */
const URI = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is
const AUTHORITY = /^(?:[^@]*@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?$/

const URL = "'http://user@test.com:8080/forms/?q=a%20b&x=1#top'"

const PARTS: readonly (readonly [name: string, part: (url: string) => Value, doc: string, result: string])[] =
  [
    ['url_extract_protocol', url => URI.exec(url)?.[1] ?? null, 'The protocol of a URL.', 'http'],
    ['url_extract_host', url => authority(url)?.[1] || null, 'The host of a URL.', 'test.com'],
    ['url_extract_path', url => URI.exec(url)?.[3] ?? null, 'The path of a URL.', '/forms/'],
    ['url_extract_query', url => URI.exec(url)?.[4] ?? null, 'The query of a URL.', 'q=a%20b&x=1'],
    ['url_extract_fragment', url => URI.exec(url)?.[5] ?? null, 'The fragment of a URL.', 'top'],
  ]

export const URLS: readonly ScalarSignature[] = [
  ...PARTS.map(([name, evaluate, doc, result]) =>
    scalar(name, ['varchar'], 'varchar', {
      evaluate,
      doc,
      example: [`${name.toUpperCase()}(${URL})`, result],
    }),
  ),
  scalar('url_extract_port', ['varchar'], 'integer', {
    evaluate: portOf,
    doc: 'The port that stands in a URL.',
    example: [`URL_EXTRACT_PORT(${URL})`, '8080'],
  }),
  scalar('url_extract_parameter', ['varchar', 'varchar'], 'varchar', {
    evaluate: parameterOf,
    doc: 'The first value of a parameter in the query of a URL, decoded.',
    example: [`URL_EXTRACT_PARAMETER(${URL}, 'q')`, 'a b'],
  }),
  scalar('url_encode_param', ['varchar'], 'varchar', {
    evaluate: (text: string) =>
      encodeURIComponent(text)
        .replaceAll('%20', '+')
        .replace(/[!'()~]/g, hexEscape),
    doc: 'The text as it stands in the query of a URL, in the form of HTML forms.',
    example: ["URL_ENCODE_PARAM('url encoded')", 'url+encoded'],
  }),
  scalar('url_decode_param', ['varchar'], 'varchar', {
    evaluate: decode,
    doc: 'The text that URL_ENCODE_PARAM makes this of.',
    mayFail: true,
    example: ["URL_DECODE_PARAM('url+encoded%21')", 'url encoded!'],
  }),
]

function authority(url: string): RegExpExecArray | null {
  const text = URI.exec(url)?.[2]
  return text === undefined ? null : AUTHORITY.exec(text)
}

function portOf(url: string): Value {
  const digits = authority(url)?.[2]
  if (digits === undefined || digits === '') return null
  const port = Number(digits)
  return port <= 65_535 ? port : null
}

function parameterOf(url: string, name: string): Value {
  const query = URI.exec(url)?.[4]
  if (query === undefined) return null
  for (const part of query.split('&')) {
    const at = part.indexOf('=')
    const key = at < 0 ? part : part.slice(0, at)
    if (tryDecode(key) === name) return at < 0 ? '' : tryDecode(part.slice(at + 1))
  }
  return null
}

function tryDecode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null // a percent sign that begins no escape
  }
}

function decode(text: string): string {
  const decoded = tryDecode(text)
  if (decoded === null)
    throw new DataError('MV5105', 'the text has a percent sign that begins no escape of UTF-8')
  return decoded
}

function hexEscape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
