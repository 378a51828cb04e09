/** The package brings no types: this much of it is used. */
declare module 'html-to-docx' {
  export default function htmlToDocx(html: string): Promise<unknown>;
}
