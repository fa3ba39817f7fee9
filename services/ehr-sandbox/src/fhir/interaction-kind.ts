/** What can be asked of one resource, or of a type. */
export type InteractionKind =
  | 'read'
  | 'vread'
  | 'history'
  | 'search'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'operation'
