/** Functions of bytes, with PostgreSQL's names. Positions count from 1. */
import { compileLike } from './like.ts'
import { DataError } from '../../types/data-error.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

export const BYTES: readonly ScalarSignature[] = [
  scalar('append', ['bytes', 'bytes'], 'bytes', {
    evaluate: (a: string, b: string) => a + b,
    doc: 'Both, one behind the other.',
  }),
  ...['length', 'octet_length'].map(name =>
    scalar(name, ['bytes'], 'integer', {
      evaluate: (bytes: string) => bytes.length,
      doc: 'The number of bytes.',
      example: [`${name.toUpperCase()}('\\x0102'::BYTES)`, '2'],
    }),
  ),
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
  ...trims('btrim', true, true, 'both ends'),
  ...trims('ltrim', true, false, 'the start'),
  ...trims('rtrim', false, true, 'the end'),
]

function slice(bytes: string, start: number, length: number): string {
  if (length < 0) throw new DataError('MV5105', 'substring of negative length')
  const from = Math.max(start, 1) - 1
  return bytes.slice(from, Math.max(start - 1 + length, from))
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
