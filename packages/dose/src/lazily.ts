/** How each member of an object is worked out: from what it is about, and from the object’s other members. */
export type Members<T extends object, About> = { readonly [Name in keyof T]-?: (about: About, it: T) => T[Name] }

const NAMES = Symbol('names of the members')
const NOT_YET = Symbol('not worked out yet')

/**
 * Makes objects whose members are worked out when they are first looked at, each once: of a hundred doses in a chart most
 * bear on the one that is asked for by their day alone. The members must not depend on anything that changes.
 * They stand on the prototype, where `{ ...it }` and `Object.keys` do not look; {@link allOf} does.
 *
 * @example
 * const dose = lazily<Dose, Chart>({ day: (chart) => dayIn(chart), isLate: (_, it) => it.day > '2026-01-01' })
 * dose(chart).isLate
 */
export function lazily<T extends object, About>(members: Members<T, About>): (about: About) => T {
  const names = Object.keys(members) as (keyof T)[]
  const nothing = names.map((): unknown => NOT_YET)
  // What defineProperty puts on a prototype no type can see: hence the two assertions.
  class Lazy {
    readonly about: About
    readonly worked = nothing.slice()
    constructor(about: About) {
      this.about = about
    }
  }
  names.forEach((name, at) => {
    const member = members[name]
    Object.defineProperty(Lazy.prototype, name, {
      get(this: Lazy) {
        const before = this.worked[at]
        if (before !== NOT_YET) return before
        const value = member(this.about, this as unknown as T)
        this.worked[at] = value
        return value
      },
    })
  })
  Object.defineProperty(Lazy.prototype, NAMES, { value: names })
  return (about) => new Lazy(about) as unknown as T
}

/** The names of the members of an object, also of one that {@link lazily} made. */
export const namesIn = <T extends object>(it: T): (keyof T & string)[] =>
  (NAMES in it ? it[NAMES] : Object.keys(it)) as (keyof T & string)[]

/** A plain object with every member worked out; members that are undefined are left out. */
export const allOf = <T extends object>(it: T): T =>
  Object.fromEntries(namesIn(it).flatMap((name) => (it[name] === undefined ? [] : [[name, it[name]]]))) as T
