/** A file as a text, put into the program when it is built. */
declare module '*.hex?raw' {
  const text: string;
  export default text;
}
