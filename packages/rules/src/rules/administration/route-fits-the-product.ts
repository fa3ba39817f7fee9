import { ROUTES, type Route } from '@doseline/dose'
import { advises, cannotTell, fails, passes, rule } from '../../rule.ts'

/** The code that bills giving a drug follows from how it was given; a route that is not on the label contradicts it. */
export default rule({
  id: 'administration/route-fits-the-product',
  asks: 'Was it given by the route on its label?',
  needs: ['product', 'documentation'],
  published: ['route'],
  skips: {
    // Which of the two is missing other questions say.
    when: ({ product, administeredOn }) => !product.known || !administeredOn.known,
    says: 'Without the product and the day there is no labeled route to hold it against.',
  },
  messages: {
    fits: { says: '{brand} was given {labeled}.' },
    'not charted': {
      says: 'The chart does not say how {brand} was given; the label says {labeled}.',
      remedy: 'Chart the route by which it was given.',
      who: 'nurse',
    },
    'another route': {
      says: 'The dose is charted as {route}; {brand} is given {labeled}.',
      remedy: 'Check how it was given, and correct the route.',
      who: 'nurse',
    },
    'no label': { says: '{brand} was given by the {route} route; no label of it is loaded to compare that with.' },
    'no label, an unusual route': {
      says: 'The dose is charted as {route}, and nothing that is loaded says that {brand} is given so.',
      remedy:
        'Check how it was given; if that is right, load FDA’s NDC directory, or enter the drug with the route of its label.',
      who: 'pharmacist',
    },
    'no label, not charted': {
      says: 'The chart does not say how {brand} was given.',
      remedy: 'Chart the route by which it was given.',
      who: 'nurse',
    },
    'no label, not a known route': {
      says: 'The route is charted as “{route}”, which is no route that is known here.',
      remedy: 'Chart the route by its code.',
      who: 'nurse',
    },
    'not a known route': {
      says: 'The route is charted as “{route}”, and {brand} is given {labeled}.',
      remedy: 'Check that this is {labeled}, and chart the route by its code.',
      who: 'nurse',
    },
  },
  check({ product: { product }, documentation: { route } }, { route: published }) {
    const routes: readonly string[] = [published].flat()
    const values = { brand: product.brand, labeled: routes.join(' or '), route: route ?? '' }
    if (published === 'any') return withoutLabel(values, route)
    if (route === undefined) return advises('not charted', values)
    if (routes.includes(route)) return passes('fits', { ...values, labeled: route })
    return isRoute(route) ? fails('another route', values) : cannotTell('not a known route', values)
  },
})

/** What the code of giving follows from is not loaded either: a route that nobody can read is asked about, and one that few drugs have. */
function withoutLabel(values: Readonly<Record<string, string>>, route: string | undefined) {
  if (route === undefined) return advises('no label, not charted', values)
  if (!isRoute(route)) return cannotTell('no label, not a known route', values)
  return USUAL.has(route) ? passes('no label', values) : cannotTell('no label, an unusual route', values)
}

/** Whatever is injected or infused is usually given so; by another route only what is made for it. */
const USUAL: ReadonlySet<string> = new Set<Route>(['intravenous', 'subcutaneous', 'intramuscular'])

const isRoute = (route: string): boolean => ROUTES.some((each) => each === route)
