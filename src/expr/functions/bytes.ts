/** Functions of bytes, with PostgreSQL's names. Positions count from 1. */
import { isUtf8 } from 'node:buffer'
import { bytesOf, bytesValue, formatBase64, parseBase64, parseBytes } from '../../types/bytes.ts'
import { DataError } from '../../types/data-error.ts'
import { quoteText } from '../../types/text-form.ts'
import type { ScalarSignature } from '../signature.ts'
import { checkInteger } from './arithmetic.ts'
import { scalar } from './define.ts'
import { compileLike } from './like.ts'

export const BYTES: readonly ScalarSignature[] = [
  scalar('append', ['bytes', 'bytes'], 'bytes', {
    evaluate: (a: string, b: string) => a + b,
    doc: 'Both, one behind the other.',
  }),
  ...['length', 'octet_length', 'len'].map(name =>
    scalar(name, ['bytes'], 'integer', {
      evaluate: (bytes: string) => bytes.length,
      doc: 'The number of bytes.',
      example: [`${name.toUpperCase()}('\\x0102'::BYTES)`, '2'],
    }),
  ),
  scalar('bit_length', ['bytes'], 'integer', {
    evaluate: (bytes: string) => 8 * bytes.length,
    doc: 'The number of bits.',
  }),
  scalar('overlay', ['bytes', 'bytes', 'integer'], 'bytes', {
    evaluate: (bytes: string, part: string, start: number) => overlay(bytes, part, start, part.length),
    doc: 'The bytes with the second ones in the place of as many from one on, counted from 1.',
    mayFail: true,
  }),
  scalar('overlay', ['bytes', 'bytes', 'integer', 'integer'], 'bytes', {
    evaluate: overlay,
    doc: 'The bytes with the second ones in the place of so many from one on, counted from 1.',
    mayFail: true,
  }),
  scalar('like', ['bytes', 'bytes'], 'boolean', {
    evaluate: (bytes: string, pattern: string) => compileLike(pattern)(bytes),
    doc: 'Whether the bytes match the pattern; `%` stands for any bytes, `_` for one, `\\` escapes.',
    mayFail: true,
  }),
  ...['substring', 'substr'].flatMap(name => [
    scalar(name, ['bytes', 'integer'], 'bytes', {
      evaluate: (bytes: string, start: number) => bytes.slice(Math.max(start - 1, 0)),
      doc: 'The bytes from one on, counted from 1.',
    }),
    scalar(name, ['bytes', 'integer', 'integer'], 'bytes', {
      evaluate: slice,
      doc: 'So many bytes from one on, counted from 1.',
      mayFail: true,
    }),
  ]),
  scalar('position', ['bytes', 'bytes'], 'integer', {
    evaluate: (part: string, bytes: string) => bytes.indexOf(part) + 1,
    doc: 'The place of the first bytes in the second, counted from 1; 0 when they are not there.',
  }),
  scalar('encode', ['bytes', 'varchar'], 'varchar', {
    evaluate: encode,
    doc: 'The bytes as text in a form: `base64`, `hex` or `escape`.',
    mayFail: true,
    example: ["ENCODE('\\x0aff'::BYTES, 'base64')", 'Cv8='],
  }),
  scalar('decode', ['varchar', 'varchar'], 'bytes', {
    evaluate: decode,
    doc: 'The bytes that a text says in a form: `base64`, `hex` or `escape`.',
    mayFail: true,
    example: ["DECODE('Cv8=', 'base64')", '\\x0aff'],
  }),
  scalar('to_bytes', ['varchar', 'varchar'], 'bytes', {
    evaluate: toBytes,
    doc: 'The bytes of a text in an encoding: `utf8`, `ascii`, `hex` or `base64`.',
    mayFail: true,
    example: ["TO_BYTES('€', 'utf8')", '\\xe282ac'],
  }),
  scalar('from_bytes', ['bytes', 'varchar'], 'varchar', {
    evaluate: fromBytes,
    doc: 'The text of bytes in an encoding: `utf8`, `ascii`, `hex` or `base64`.',
    mayFail: true,
    example: ["FROM_BYTES('\\xe282ac'::BYTES, 'utf8')", '€'],
  }),
  scalar('get_byte', ['bytes', 'integer'], 'integer', {
    evaluate: (bytes: string, at: number) => bytes.charCodeAt(checkPlace(bytes, at)),
    doc: 'The byte at a place, counted from 0.',
    mayFail: true,
    example: ["GET_BYTE('\\x0aff'::BYTES, 1)", '255'],
  }),
  scalar('set_byte', ['bytes', 'integer', 'integer'], 'bytes', {
    evaluate: (bytes: string, at: number, value: number) =>
      bytes.slice(0, checkPlace(bytes, at)) + String.fromCharCode(value & 255) + bytes.slice(at + 1),
    doc: 'The bytes with the one at a place, counted from 0, replaced.',
    mayFail: true,
    example: ["SET_BYTE('\\x0aff'::BYTES, 0, 1)", '\\x01ff'],
  }),
  ...trims('btrim', true, true, 'both ends'),
  ...trims('ltrim', true, false, 'the start'),
  ...trims('rtrim', false, true, 'the end'),
]

function slice(bytes: string, start: number, length: number): string {
  if (length < 0) throw new DataError('MV5105', 'substring of negative length')
  const from = Math.max(start, 1) - 1
  return bytes.slice(from, Math.max(start - 1 + length, from))
}

function overlay(bytes: string, part: string, start: number, length: number): string {
  if (start <= 0) throw new DataError('MV5105', 'OVERLAY counts bytes from 1')
  const end = checkInteger(start + length)
  return bytes.slice(0, start - 1) + part + bytes.slice(Math.max(end - 1, 0))
}

function trims(name: string, atStart: boolean, atEnd: boolean, where: string): ScalarSignature[] {
  const evaluate = (bytes: string, unwanted: string) => {
    let start = 0
    let end = bytes.length
    while (atStart && start < end && unwanted.includes(bytes[start]!)) start++
    while (atEnd && end > start && unwanted.includes(bytes[end - 1]!)) end--
    return bytes.slice(start, end)
  }
  const doc = `The bytes without any of the given ones at ${where}.`
  return [scalar(name, ['bytes', 'bytes'], 'bytes', { evaluate, doc })]
}

function checkPlace(bytes: string, at: number): number {
  if (at >= 0 && at < bytes.length) return at
  throw new DataError('MV5105', `there is no byte ${at}: the first is 0 and there are ${bytes.length}`)
}

/** As PostgreSQL, with a line end after each 76 characters of base64. */
function encode(bytes: string, form: string): string {
  switch (form.toLowerCase()) {
    case 'base64':
      return formatBase64(bytes).replace(/.{76}(?=.)/g, '$&\n')
    case 'hex':
      return bytesOf(bytes).toString('hex')
    case 'escape':
      return bytes.replace(/[\0\x80-\xff]|\\/g, byte =>
        byte === '\\' ? '\\\\' : `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`,
      )
    default:
      throw unknownForm(form, '`base64`, `hex` and `escape`')
  }
}

function decode(text: string, form: string): string {
  switch (form.toLowerCase()) {
    case 'base64':
      return decodeBase64(text.replace(/[ \t\r\n]/g, '')) ?? notBytes(text, 'base64')
    case 'hex':
      return parseBytes(`\\x${text}`) ?? notBytes(text, 'hexadecimal digits')
    case 'escape':
      return (
        parseBytes(text.startsWith('\\x') ? `\\134x${text.slice(2)}` : text) ??
        notBytes(text, 'the escape form')
      )
    default:
      throw unknownForm(form, '`base64`, `hex` and `escape`')
  }
}

function decodeBase64(text: string): string | null {
  return text.length % 4 === 0 ? parseBase64(text) : null
}

function toBytes(text: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'utf8':
      return bytesValue(Buffer.from(text, 'utf8'))
    case 'ascii':
      return /^[\0-\x7f]*$/.test(text) ? text : notBytes(text, 'ASCII')
    case 'hex':
      return parseBytes(`\\x${text.replace(/^0x|^X'|'$/g, '')}`) ?? notBytes(text, 'hexadecimal digits')
    case 'base64':
      return parseBase64(text) ?? notBytes(text, 'base64')
    default:
      throw unknownForm(encoding, '`utf8`, `ascii`, `hex` and `base64`')
  }
}

function fromBytes(bytes: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'utf8':
      return isUtf8(bytesOf(bytes)) ? bytesOf(bytes).toString('utf8') : notText('UTF-8')
    case 'ascii':
      return /^[\0-\x7f]*$/.test(bytes) ? bytes : notText('ASCII')
    case 'hex':
      return bytesOf(bytes).toString('hex').toUpperCase()
    case 'base64':
      return formatBase64(bytes)
    default:
      throw unknownForm(encoding, '`utf8`, `ascii`, `hex` and `base64`')
  }
}

function unknownForm(form: string, known: string): DataError {
  return new DataError('MV5105', `\`${form.slice(0, 40)}\` is no form of bytes: they are ${known}`)
}

function notBytes(text: string, form: string): never {
  throw new DataError('MV5105', `${quoteText(text)} is not ${form}`)
}

function notText(encoding: string): never {
  throw new DataError('MV5105', `the bytes are no text in ${encoding}`)
}
