/** The first line of a page that is written from what the service says of itself. */
export const GENERATED_FROM_SERVICE =
  '<!-- Written by `pnpm golden` from the running service: /openapi.json, /fhir/metadata, /cds-services. Edit nothing here. -->'
