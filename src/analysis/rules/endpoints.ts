/** Routes are well formed, do not collide with each other and not with the server's own. */
import { endpointShape, parseEndpointPath, RESERVED_SEGMENTS } from '../../catalog/endpoint-path.ts'
import type { Diagnostics } from '../../diagnostics/diagnostic.ts'
import type { CreateView } from '../../language/ast.ts'
import type { PropertyValue } from '../read-properties.ts'

/** Sees the routes of a program one after the other. */
export class EndpointRules {
  readonly #diagnostics: Diagnostics
  readonly #shapes = new Map<string, PropertyValue>()

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics
  }

  /** Checks the route of a view: what is written, or the default that starts with the view's name. */
  check(view: CreateView, endpoint: PropertyValue | null): void {
    if (endpoint) this.#checkWritten(endpoint)
    else if (RESERVED_SEGMENTS.includes(view.name.text)) {
      const message = `\`/${view.name.text}\` is a path of the server itself`
      const help = "give the view another name, or a route: WITH (endpoint = '/…')"
      this.#diagnostics.error('MV2072', message, view.name.span, { help })
    }
  }

  #checkWritten(endpoint: PropertyValue): void {
    const { text, span } = endpoint
    const path = parseEndpointPath(text)
    if ('problem' in path) {
      const help = 'write a path such as `/users/:userId`, where `:userId` is a column of the view'
      return this.#diagnostics.error('MV2070', `the route \`${text}\` ${path.problem}`, span, { help })
    }
    const [head] = path.segments
    if (head?.kind === 'text' && RESERVED_SEGMENTS.includes(head.text)) {
      const help = `these are taken: ${RESERVED_SEGMENTS.map(name => `\`/${name}\``).join(', ')}`
      return this.#diagnostics.error('MV2072', `\`/${head.text}\` is a path of the server itself`, span, {
        help,
      })
    }
    const shape = endpointShape(path)
    const other = this.#shapes.get(shape)
    if (!other) return void this.#shapes.set(shape, endpoint)
    const message =
      other.text === text
        ? `two views have the route \`${text}\``
        : `the routes \`${other.text}\` and \`${text}\` collide`
    this.#diagnostics.error('MV2071', message, span, {
      related: [{ message: 'the first one', span: other.span }],
      help: 'give one of them another path',
    })
  }
}
