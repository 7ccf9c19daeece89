/** Texts cut at the matches of a regular expression. */
import type { SqlType } from '../../types/sql-type.ts'
import { regularExpression } from '../regular-expression.ts'
import type { ScalarSignature } from '../signature.ts'
import { scalar, typeOfKind } from './define.ts'
import { matchesFrom, withoutGlobal } from './regex.ts'

const TEXTS: SqlType = { kind: 'array', element: typeOfKind('varchar') }

export const REGEX_SPLIT: readonly ScalarSignature[] = [
  scalar('regexp_split_to_array', ['varchar', 'varchar'], TEXTS, {
    evaluate: (text: string, pattern: string) => split(text, pattern, ''),
    mayFail: true,
    doc: 'The parts of a text between the parts that match.',
    example: ["REGEXP_SPLIT_TO_ARRAY('a1b22c', '\\d+')", '{a,b,c}'],
  }),
  scalar('regexp_split_to_array', ['varchar', 'varchar', 'varchar'], TEXTS, {
    evaluate: split,
    mayFail: true,
    doc: 'The same with flags.',
  }),
]

/** As in PostgreSQL, an empty match cuts only where it is neither at an end of the text nor behind another match. */
function split(text: string, pattern: string, flags: string): string[] {
  const parts: string[] = []
  let copied = 0
  let last = 0
  for (const match of matchesFrom(text, regularExpression(pattern, withoutGlobal(flags)), 1)) {
    const end = match.index + match[0].length
    if (match.index < text.length && end > last) {
      parts.push(text.slice(copied, match.index))
      copied = end
    }
    last = end
  }
  return [...parts, text.slice(copied)]
}
