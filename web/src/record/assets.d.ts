/** The address of a font in the built app. */
declare module '*.ttf?url' {
  const address: string
  export default address
}
