/** Joins are INNER or LEFT and have a condition. */
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { Join } from '../../language/ast.ts'

/** The kind of the join; null when it cannot be used, which is reported. */
export function checkJoinKind(item: Join, diagnostics: Diagnostics): 'inner' | 'left' | null {
  const { join, right, on } = item
  if (join === 'right' || join === 'full' || join === 'cross') {
    diagnostics.error('MV2051', `${join.toUpperCase()} JOIN is not supported yet`, right.span, {
      help: HELP[join],
    })
    return null
  }
  if (on === null) {
    const message = `this ${join === 'left' ? 'LEFT JOIN' : 'JOIN'} has no condition`
    const help = 'say which rows belong together: ON a.key = b.key'
    diagnostics.error('MV2050', message, right.span, { help })
    return null
  }
  return join
}

const HELP = {
  right: 'swap the two sides and write LEFT JOIN',
  full: 'use LEFT JOIN when the rows of the left side are enough',
  cross: 'join on a key: JOIN … ON a.key = b.key',
} as const
