/** ksqlDB's masks: letters and digits of a text are replaced, to hide them. */
import { DataError } from '../../types/data-error.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar } from './define.ts'

interface Masks {
  readonly upper: string
  readonly lower: string
  readonly digit: string
  readonly other: string
}

const DEFAULT: Masks = { upper: 'X', lower: 'x', digit: 'n', other: '-' }

/** Which of the characters, from 0 to `length`, are masked. */
type Chooser = (count: number, length: number) => (at: number) => boolean

const PARTS: readonly (readonly [name: string, choose: Chooser, doc: string, result: string])[] = [
  ['mask_left', count => at => at < count, 'the first characters', 'XxnnAbc12'],
  ['mask_right', (count, length) => at => at >= length - count, 'the last characters', 'Ab12Axxnn'],
  ['mask_keep_left', count => at => at >= count, 'all but the first characters', 'Ab12Xxxnn'],
  [
    'mask_keep_right',
    (count, length) => at => at < length - count,
    'all but the last characters',
    'XxnnXbc12',
  ],
]

const DOC = 'with `X` for a capital letter, `x` for a small one, `n` for a digit and `-` for others'

export const MASK: readonly ScalarSignature[] = [
  scalar('mask', ['varchar'], 'varchar', {
    evaluate: (text: string) => mask(text, DEFAULT, () => true),
    doc: `The text ${DOC}.`,
    example: ["MASK('My Test $123')", 'Xx-Xxxx--nnn'],
  }),
  scalar('mask', ['varchar', 'varchar', 'varchar', 'varchar', 'varchar'], 'varchar', {
    evaluate: (text: string, upper: string, lower: string, digit: string, other: string) =>
      mask(text, { upper, lower, digit, other }, () => true),
    doc: 'The text with these characters for capital letters, small ones, digits and others.',
    example: ["MASK('My Test $123', '*', '*', '1', '?')", '**?****??111'],
  }),
  ...PARTS.map(([name, choose, part, result]) =>
    scalar(name, ['varchar', 'integer'], 'varchar', {
      evaluate: (text: string, count: number) => {
        if (count < 0)
          throw new DataError('MV5105', `${name.toUpperCase()} takes a number that is not negative`)
        return mask(text, DEFAULT, choose(count, [...text].length))
      },
      doc: `The text with ${part} masked as MASK does, so many as the number says.`,
      mayFail: true,
      example: [`${name.toUpperCase()}('Ab12Abc12', 4)`, result],
    }),
  ),
]

function mask(text: string, masks: Masks, isMasked: (at: number) => boolean): string {
  return [...text].map((point, at) => (isMasked(at) ? masked(point, masks) : point)).join('')
}

function masked(point: string, { upper, lower, digit, other }: Masks): string {
  if (/\p{Lu}/u.test(point)) return upper
  if (/\p{Ll}/u.test(point)) return lower
  return /\p{Nd}/u.test(point) ? digit : other
}
