/** The form of a view's route: `/` before each segment, each segment fixed text or `:column`. */

/** First segments that the server keeps for itself. */
export const RESERVED_SEGMENTS = ['views', 'livez', 'readyz', 'metrics', 'openapi.json', 'docs', 'query']

export interface EndpointPath {
  readonly segments: readonly EndpointSegment[]
}
export interface EndpointSegment {
  readonly kind: 'text' | 'column'
  /** The column's name without the colon, or the text. */
  readonly text: string
}

const TEXT = /^[A-Za-z0-9._~-]+$/
const COLUMN = /^:[\p{L}_][\p{L}\p{N}_$]*$/u

/** The segments of a route, or what is wrong with it as the rest of a sentence that starts with the route. */
export function parseEndpointPath(path: string): EndpointPath | { readonly problem: string } {
  if (!path.startsWith('/')) return { problem: 'does not start with `/`' }
  const segments: EndpointSegment[] = []
  for (const part of path.slice(1).split('/')) {
    if (part === '') return { problem: 'has an empty segment' }
    if (COLUMN.test(part)) segments.push({ kind: 'column', text: part.slice(1) })
    else if (TEXT.test(part) && part !== '.' && part !== '..') segments.push({ kind: 'text', text: part })
    else return { problem: `has the segment \`${part}\`, which is neither plain text nor \`:column\`` }
  }
  const columns = segments.filter(({ kind }) => kind === 'column').map(column => column.text.toLowerCase())
  const twice = columns.find((column, index) => columns.indexOf(column) !== index)
  return twice === undefined ? { segments } : { problem: `has the column \`${twice}\` twice` }
}

/** Two routes of the same shape match the same requests: `/users/:id` and `/users/:name`. */
export function endpointShape({ segments }: EndpointPath): string {
  return segments.map(({ kind, text }) => (kind === 'column' ? '/:' : `/${text}`)).join('')
}
