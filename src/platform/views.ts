/** Templates, compiled once. A template gets a ready view-model; it never decides who may see what. */
export type Views = {
  /** A page in its layout. */
  page(view: string, model: object, layout: string): Promise<string>;
  /** Both parts of a letter, `mails/<name>.html.hbs` and `mails/<name>.txt.hbs`, in the mail layout. */
  letter(name: string, model: object): Promise<{ html: string; text: string }>;
};
